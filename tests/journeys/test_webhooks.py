"""A coordinator has another system told: a wrong address, a secret once, a failure, sent again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.procurement.webhooks.receiver import Receiver, receiving
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser
PAGE = "/buyer/coordination/webhooks"


@pytest.fixture(scope="module", autouse=True)
def receiver() -> Iterator[Receiver]:
    """The intranet's board, on this machine; made before the marketplace is served."""
    with pytest.MonkeyPatch.context() as patch, receiving() as found:
        patch.setenv("WEBHOOK_LOOPBACK", "true")
        yield found


def wait_for(visitor: Visitor, words: str) -> None:
    """Reload until the worker has written it down."""
    for _ in range(60):
        if words in visitor.page.get_by_role("main").inner_text():
            return
        visitor.page.wait_for_timeout(250)
        visitor.page.reload()
    raise AssertionError(f"never seen: {words}")


def test_webhooks(visitor: Visitor, receiver: Receiver) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.sign_in("/buyer", "coordinator@demo.example")
    visitor.open(PAGE)
    visitor.look("list")
    name, url = f"업무 게시판 {visitor.size}", f"{receiver.url}/{visitor.size}"
    page.get_by_label("받는 시스템 이름").fill(name)
    page.get_by_label("받는 주소").fill("https://10.0.0.1/ieum")
    page.get_by_label("월 마감").check()
    page.get_by_role("button", name="웹훅 만들기").click()
    expect(main).to_contain_text("인터넷에 공개된 서버의 주소만 쓸 수 있습니다.")
    expect(page.get_by_label("받는 시스템 이름")).to_have_value(name)
    visitor.look("refused")
    page.get_by_label("받는 주소").fill(url)
    page.get_by_role("button", name="웹훅 만들기").click()
    expect(main).to_contain_text("지금만 볼 수 있습니다")
    visitor.look("secret")

    visitor.open(PAGE)
    page.get_by_role("link", name=name).click()
    receiver.status = 500
    page.get_by_role("button", name="시험 알림 보내기").click()
    wait_for(visitor, "오류로 답함")
    receiver.status = 200
    visitor.look("failed")
    page.get_by_role("button", name="다시 보내기").click()
    wait_for(visitor, "도착")
    visitor.look("delivered")
    assert [path for path, _, _ in receiver.got].count(f"/ieum/{visitor.size}") == 2
    page.get_by_role("button", name="끄기").click()
    expect(main).to_contain_text("웹훅을 껐습니다.")
    page.get_by_role("button", name="지우기").click()
    expect(main).to_contain_text("웹훅을 지웠습니다.")
