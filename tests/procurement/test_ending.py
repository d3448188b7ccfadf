"""A date called off after approval: what is left of the request, and what stays in the pipeline."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from marketplace.bookings import calling_off
from marketplace.catalog.models import Product, ProductKind
from marketplace.catalog.sessions.scheduling import add_dates
from marketplace.core.database import db, transaction
from marketplace.enterprises.models import Enterprise
from marketplace.orders import pricing
from marketplace.orders.shipping import ship_parcel
from marketplace.procurement import approving, inspection
from marketplace.procurement.models import PurchaseFile, PurchaseFileStatus
from marketplace.procurement.requesting import request_purchase
from marketplace.procurement.standing import department_standing
from tests.bookings.dates import plan
from tests.procurement.purchasing import Scene, make_scene, wanting
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn


def approved_with_date(scene: Scene, maker: Enterprise, *goods: Product) -> tuple[int, int]:
    """An approved request of a date of `maker` at 20,000 won and these goods: (file, date)."""
    with transaction():
        walk = factories.product(
            maker, stock=None, kind=ProductKind.EXPERIENCE, price_won=20_000, name="숲 체험"
        )
        session = add_dates(walk.id, plan(10))[0]
        asked = wanting(scene, *((each, 1) for each in goods))
        goods_wanted = [(each.options[0].id, 1) for each in goods]
        wanted = [*goods_wanted, (session.option_id, 1)]
        shown = pricing.price(wanted, pricing.read_offers(option for option, _ in wanted))
        whole = replace(asked, wanted=wanted, shown_total_won=shown.total_won)
        file = request_purchase(whole, scene.purchaser)
        approving.approve(file.id, scene.approver)
        return file.id, session.id


def call_off(file_id: int, session_id: int) -> PurchaseFile:
    with transaction():
        calling_off.call_off_date(session_id, "큰비")
    order_id = db.session.get_one(PurchaseFile, file_id).order_id
    with transaction():
        calling_off.work_off(session_id, order_id)
    db.session.rollback()
    return db.session.get_one(PurchaseFile, file_id)


def test_nothing_left_ends_it_and_the_page_says_why(app: Flask, signed_in: SignIn) -> None:
    scene = make_scene()
    file_id, session_id = approved_with_date(scene, scene.seller)
    assert department_standing(scene.place.id).pipeline_won == 20_000
    file = call_off(file_id, session_id)
    assert file.status is PurchaseFileStatus.CALLED_OFF
    assert department_standing(scene.place.id).pipeline_won == 0
    address = f"/buyer/files/{file.public_id}"
    text = visible_text(signed_in(scene.purchaser).get(address))
    assert "공급 취소로 끝남" in text
    assert "판매 기업이 체험 날짜를 취소했습니다. 큰비" in text


def test_a_part_called_off_leaves_the_pipeline_and_the_rest_goes_on(app: Flask) -> None:
    scene = make_scene()
    file_id, session_id = approved_with_date(scene, scene.seller, scene.soap)
    assert department_standing(scene.place.id).pipeline_won == 31_000
    assert call_off(file_id, session_id).status is PurchaseFileStatus.APPROVED
    assert department_standing(scene.place.id).pipeline_won == 11_000


def test_the_rest_accepted_before_makes_it_accepted(app: Flask) -> None:
    scene = make_scene()
    with transaction():
        other = factories.enterprise()
        factories.certified(other)
    file_id, session_id = approved_with_date(scene, other, scene.soap)
    parcels = db.session.get_one(PurchaseFile, file_id).order.parcels
    soap = next(each.id for each in parcels if each.enterprise_id == scene.seller.id)
    with transaction():
        ship_parcel(soap, "direct")
    with transaction():
        inspection.accept_delivery(file_id, soap, scene.purchaser)
    assert call_off(file_id, session_id).status is PurchaseFileStatus.ACCEPTED
