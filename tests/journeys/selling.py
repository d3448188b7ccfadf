"""What an enterprise does with an order, as journeys need it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support.browser import Visitor


def open_parcel(visitor: Visitor, number: str) -> None:
    """From the list of orders to this one."""
    page = visitor.page
    visitor.open("/seller/parcels?status=preparing")
    page.get_by_role("row").filter(has_text=number).get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(number)


def ship(visitor: Visitor, carrier: str, tracking_number: str) -> None:
    """On an order's page: say who carries it, and under what number."""
    page = visitor.page
    page.get_by_label("보내는 방법").select_option(label=carrier)
    page.get_by_label("운송장 번호").fill(tracking_number)
    page.get_by_role("button", name="발송했습니다").click()
    expect(page.get_by_role("main")).to_contain_text("발송했습니다. 받는 분에게 메일로 알렸습니다.")
