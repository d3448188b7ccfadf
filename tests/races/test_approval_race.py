"""Two approvers approve once; one delivery accepted by many hands counts once."""

from __future__ import annotations

from collections import Counter

import pytest
import requests
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.accounts.passwords import hash_password
from marketplace.audit.models import AuditEntry
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.orders.models import OrderStatus
from marketplace.procurement.models import (
    Inspection,
    PurchaseFile,
    PurchaseFileStatus,
    PurchaseRecord,
)
from tests.procurement.purchasing import Scene, delivered, make_scene, requested, stock_of
from tests.races.server import Market
from tests.races.visitors import all_at_once, token_of, words
from tests.support import factories

pytestmark = pytest.mark.race

PASSWORD = "ieum-race"
HANDS = 6


def with_password(*people: Account) -> list[str]:
    """Let these people sign in; their mail addresses."""
    hashed = hash_password(PASSWORD)
    with transaction():
        for person in people:
            person.password_hash = hashed
            db.session.add(person)
    return [person.email for person in people]


def approvers(scene: Scene, count: int) -> list[str]:
    """Mail addresses of as many approvers of the scene's department."""
    with transaction():
        more = [factories.serves(scene.place, DepartmentRole.APPROVER) for _ in range(count - 1)]
    return with_password(scene.approver, *more)


def browser_of(market: Market, email: str) -> requests.Session:
    """A browser signed in at the buyer portal."""
    browser = requests.Session()
    door = f"{market.url}/buyer/sign-in"
    form = {"csrf_token": token_of(browser.get(door, timeout=60))}
    answer = browser.post(door, data=form | {"email": email, "password": PASSWORD}, timeout=60)
    assert answer.ok, words(answer)
    assert answer.url.endswith("/buyer"), words(answer)
    return browser


def press(
    browsers: list[requests.Session], page: str, deeds: list[tuple[str, dict[str, str]]]
) -> list[str]:
    """Everybody opens the page, then presses at the same moment; what each then reads."""
    tokens = [token_of(browser.get(page, timeout=60)) for browser in browsers]

    def send(at: int) -> str:
        url, fields = deeds[at % len(deeds)]
        form = fields | {"csrf_token": tokens[at]}
        answer = browsers[at].post(url, data=form, timeout=60)
        assert answer.ok, words(answer)
        return words(answer)

    return all_at_once(send, range(len(browsers)))


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_two_approvers_at_once_approve_once(market: Market) -> None:
    with market.database.app.app_context():
        scene = make_scene()
        file = requested(scene)
        people = approvers(scene, 2)
        page = f"{market.url}/buyer/files/{file.public_id}"
        browsers = [browser_of(market, email) for email in people]
        said = press(browsers, page, [(f"{page}/approval", {"note": ""})])
        assert sum("승인했습니다. 판매 기업에 발주했습니다." in text for text in said) == 1
        assert sum("이미 처리한 구매요청입니다" in text for text in said) == 1
        db.session.rollback()
        assert file.status is PurchaseFileStatus.APPROVED
        assert file.order.status is OrderStatus.CONFIRMED
        approved = select(AuditEntry.action).where(AuditEntry.action.like("%:approved"))
        told = Counter(db.session.scalars(approved))
        assert told == {"purchase:approved": 1, "order:approved": 1}
        letters = Counter(db.session.scalars(select(Letter.template)))
        assert (letters["purchase_approved"], letters["new_order"]) == (1, 1)


def test_yes_and_no_at_once_is_one_of_them_and_the_stock_agrees(market: Market) -> None:
    with market.database.app.app_context():
        scene = make_scene()
        file = requested(scene)
        people = approvers(scene, HANDS)
        page = f"{market.url}/buyer/files/{file.public_id}"
        browsers = [browser_of(market, email) for email in people]
        said = press(
            browsers,
            page,
            [(f"{page}/approval", {"note": ""}), (f"{page}/rejection", {"note": "예산 부족"})],
        )
        assert sum("이미 처리한 구매요청입니다" in text for text in said) == HANDS - 1
        db.session.rollback()
        left = {PurchaseFileStatus.APPROVED: 8, PurchaseFileStatus.REJECTED: 10}[file.status]
        assert stock_of(scene.soap) == left


def test_a_delivery_accepted_by_many_hands_counts_once(market: Market) -> None:
    with market.database.app.app_context():
        scene = make_scene()
        file = delivered(scene)
        [email] = with_password(scene.purchaser)
        parcel = file.order.parcels[0].public_id
        page = f"{market.url}/buyer/files/{file.public_id}/parcels/{parcel}/inspection"
        browsers = [browser_of(market, email) for _ in range(HANDS)]
        said = press(browsers, page, [(page, {"is_checked": "y", "note": ""})])
        assert sum("22,000원이 인정되었습니다" in text for text in said) == 1
        assert sum("이미 검수한 납품입니다" in text for text in said) == HANDS - 1
        db.session.rollback()
        assert (count(Inspection), count(PurchaseRecord)) == (1, 1)
        assert db.session.get_one(PurchaseFile, file.id).status is PurchaseFileStatus.ACCEPTED


def test_the_same_request_form_sent_by_many_hands_makes_one_file(market: Market) -> None:
    with market.database.app.app_context():
        scene = make_scene()
        [email] = with_password(scene.purchaser)
        browser = browser_of(market, email)
        product = f"{market.url}/buyer/products/{scene.soap.id}"
        token = token_of(browser.get(product, timeout=60))
        put = {"csrf_token": token, "option_id": scene.soap.options[0].id, "quantity": 2}
        browser.post(f"{market.url}/buyer/request-list/lines", data=put, timeout=60)
        page = f"{market.url}/buyer/requests/new"
        form = {
            "csrf_token": token_of(browser.get(page, timeout=60)),
            "checkout_token": "one-form-sent-many-times",
            "shown_total_won": "25000",
            "title": "답례품",
            "method": "card",
            "recipient_name": "김구매",
            "recipient_phone": "02-000-0001",
            "postcode": "02830",
            "address": "서울 성북구 가상로 1",
        }

        def send(_hand: int) -> str:
            answer = browser.post(page, data=form, timeout=60)
            assert answer.ok, words(answer)
            return answer.url

        assert len(set(all_at_once(send, range(HANDS)))) == 1
        db.session.rollback()
        assert count(PurchaseFile) == 1
        assert stock_of(scene.soap) == 8
