"""A return through the screens of the buyer, the seller and the centre, and all that is refused."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.accounts.models import Account
from marketplace.core.database import db, transaction
from marketplace.media.models import Picture
from marketplace.media.pictures import size_path
from marketplace.orders.models import Order
from marketplace.orders.placing import place_order
from marketplace.orders.shipping import confirm_delivery
from marketplace.returns.models import ReturnKind, ReturnReason, ReturnRequest, ReturnStatus
from tests.orders.conftest import option_of, order_request
from tests.returns.conftest import Scene, make_scene
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.pictures import declared_png, photo, photo_from_a_phone
from tests.support.queue import ListQueue
from tests.support.signing_in import SignIn
from tests.support.statements import counting

HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')

HUGE = (declared_png(10_000, 5_000), "큰.png")  # 50 megapixels


@pytest.fixture
def scene(app: Flask) -> Scene:
    return make_scene()


@pytest.fixture
def maker(scene: Scene, signed_in: SignIn) -> FlaskClient:
    with transaction():
        return signed_in(factories.member_of(scene.parcel.enterprise))


@pytest.fixture
def clerk(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person: Account = factories.office_member()
    return signed_in(person)


def form_of(scene: Scene) -> str:
    return f"/orders/{scene.token}/parcels/{scene.parcel.public_id}/returns/new"


def to(scene: Scene) -> str:
    return form_of(scene).removesuffix("/new")


def filled(scene: Scene, **changes: Any) -> dict[str, Any]:
    first, second = scene.lines
    return {
        "form_token": "form-1",
        f"units-{first.id}": "1",
        f"units-{second.id}": "0",
        "kind": "return",
        "reason": "damaged",
        "said": "모서리가 깨졌어요.",
        "way_back": "pickup",
        "pickup_name": "김시민",
        "pickup_phone": "010-0000-0000",
        "pickup_postcode": "02848",
        "pickup_address": "서울 성북구 보문로 168",
        "step": "review",
        **changes,
    }


def brought_along(page: TestResponse) -> dict[str, str]:
    return dict(HIDDEN.findall(page.get_data(as_text=True)))


def asked(scene: Scene) -> ReturnRequest:
    db.session.rollback()
    return db.session.scalars(select(ReturnRequest)).one()


class TestAsking:
    def test_says_the_days_and_what_is_bought(self, client: FlaskClient, scene: Scene) -> None:
        text = visible_text(client.get(form_of(scene)))
        for words in ("돌려보낼 상품과 수량", "마음이 바뀌었다면", "영업일 3일", "제17조"):
            assert words in text

    def test_says_what_goes_back_before_it_is_asked(
        self, client: FlaskClient, scene: Scene
    ) -> None:
        page = submit(client, form_of(scene), filled(scene, reason="changed_mind"), to(scene))
        assert page.status_code == 200
        text = visible_text(page)
        assert "배송비는 사는 분이 내요." in text
        assert "돌려받을 금액 8,000원" in text
        assert db.session.scalars(select(ReturnRequest)).all() == []
        sent = brought_along(page) | {"step": "send"}
        answer = client.post(to(scene), data=sent)
        assert answer.status_code == 303, visible_text(answer)
        assert asked(scene).told_won == 8_000
        text = visible_text(client.get(answer.headers["Location"]))
        assert "판매 기업의 답을 기다리고 있어요." in text
        again = client.post(to(scene), data=sent)
        assert again.headers["Location"] == answer.headers["Location"]

    def test_a_sum_that_changed_is_shown_anew(self, client: FlaskClient, scene: Scene) -> None:
        page = submit(client, form_of(scene), filled(scene), to(scene))
        sent = brought_along(page) | {"step": "send", "shown_won": "1"}
        answer = client.post(to(scene), data=sent)
        assert answer.status_code == 409
        assert "그사이 돌려드릴 금액이 달라졌어요" in visible_text(answer)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"reason": ""}, "까닭을 골라 주세요."),
            ({"reason": "<script>"}, "까닭"),
            ({"kind": "gift"}, "무엇을 원하세요?"),
            ({"said": "가" * 20_000}, "1,000자까지 적을 수 있어요."),
            ({"pickup_postcode": "1' OR 1=1"}, "우편번호는 숫자 다섯 자리예요."),
            ({"pickup_name": ""}, "이름을 적어 주세요."),
            ({"noticed_on": "어제"}, "날짜를 2026-11-26처럼 적어 주세요."),
            ({"noticed_on": "2999-01-01"}, "알게 된 날은 보낸 날부터 오늘 사이여야 해요."),
        ],
    )
    def test_a_fault_is_told_in_its_field_and_the_rest_stays(
        self, client: FlaskClient, scene: Scene, changes: dict[str, str], said: str
    ) -> None:
        answer = submit(client, form_of(scene), filled(scene, **changes), to(scene))
        assert answer.status_code == 422
        text = visible_text(answer)
        assert "확인이 필요한 곳이 있어요" in text
        assert said in text
        if "said" not in changes:
            assert "모서리가 깨졌어요." in answer.text
        assert 'value="1"' in answer.text

    @pytest.mark.parametrize("units", ["0", "3", "-1", "1e9", "9" * 20_000, "하나"])
    def test_units_that_are_not_there(self, client: FlaskClient, scene: Scene, units: str) -> None:
        sent = filled(scene) | {f"units-{scene.lines[0].id}": units}
        answer = submit(client, form_of(scene), sent, to(scene))
        assert answer.status_code == 422
        assert "확인이 필요한 곳이 있어요" in visible_text(answer)

    def test_another_orders_parcel_is_not_there(self, client: FlaskClient, scene: Scene) -> None:
        token = scene.token
        other = make_scene_again()
        path = f"/orders/{token}/parcels/{other.parcel.public_id}/returns/new"
        assert client.get(path).status_code == 404

    def test_what_is_not_sent_cannot_come_back(self, client: FlaskClient, app: Flask) -> None:
        scene = make_scene(sent=False)
        answer = client.get(form_of(scene))
        assert answer.status_code == 409
        assert "지금은 반품이나 교환을 신청할 수 없는 주문이에요." in visible_text(answer)


def make_scene_again() -> Scene:
    """A second order: its checkout and payment must not be the first one's."""
    with transaction() as session:
        made = option_of(factories.product(stock=5))
        order = place_order(order_request((made, 1), checkout="another")).order
        session.flush()
        return Scene(order.id)


class TestPhotos:
    def send(self, client: FlaskClient, scene: Scene, *files: tuple[bytes, str]) -> TestResponse:
        photos = [(BytesIO(data), name) for data, name in files]
        return submit(client, form_of(scene), filled(scene, photos=photos), to(scene))

    def test_are_private_and_seen_by_three(
        self,
        client: FlaskClient,
        scene: Scene,
        maker: FlaskClient,
        clerk: FlaskClient,
        jobs: ListQueue,
        signed_in: SignIn,
    ) -> None:
        # Turned another way than other tests' pictures: the same bytes, shown to everybody as a
        # product's picture or a review's, would lie in the public folder under this name.
        shot_now = photo_from_a_phone(orientation=3)
        page = self.send(client, scene, (shot_now, "깨진 곳.jpg"))
        assert page.status_code == 200, visible_text(page)
        answer = client.post(to(scene), data=brought_along(page) | {"step": "send"})
        assert "사진을 준비하고 있어요" in visible_text(client.get(answer.headers["Location"]))
        jobs.run_all()
        request, [picture] = asked(scene), db.session.scalars(select(Picture)).all()
        name, shot = request.public_id, picture.public_id
        seen = client.get(f"/orders/{scene.token}/returns/{name}/photos/{shot}?size=small")
        assert (seen.status_code, seen.mimetype) == (200, "image/webp")
        assert seen.headers["Cache-Control"] == "private, no-store"
        assert b"SecretCamera" not in seen.data
        seen.close()
        for person, portal in ((maker, "seller"), (clerk, "office")):
            with person.get(f"/{portal}/returns/{name}/photos/{shot}") as answer:
                assert answer.status_code == 200
        with transaction():
            stranger = factories.member_of(factories.enterprise())
        assert signed_in(stranger).get(f"/seller/returns/{name}/photos/{shot}").status_code == 404
        assert client.get(f"/orders/{'0' * 22}/returns/{name}/photos/{shot}").status_code == 404
        for width in (320, 640, picture.width):
            assert client.get(f"/media/{size_path(picture.digest, width)}").status_code == 404

    def test_one_that_is_none_is_told_and_the_others_stay(
        self, client: FlaskClient, scene: Scene
    ) -> None:
        answer = self.send(
            client, scene, (photo(), "좋은.jpg"), (b"MZ not a picture", "나쁜.jpg"), HUGE
        )
        assert answer.status_code == 422
        text = visible_text(answer)
        assert "큰.png" in text
        assert "2,400만 화소" in text
        assert "나쁜.jpg: JPEG, PNG, WebP 사진만" in text
        assert "사진 1장을 받아 두었어요" in text

    def test_no_more_than_five(self, client: FlaskClient, scene: Scene) -> None:
        files = [(photo(colour=(each, 0, 0)), f"{each}.jpg") for each in range(6)]
        answer = self.send(client, scene, *files)
        assert answer.status_code == 422
        assert "사진은 5장까지 올릴 수 있어요." in visible_text(answer)

    def test_a_forged_list_brings_nothing(self, client: FlaskClient, scene: Scene) -> None:
        answer = submit(client, form_of(scene), filled(scene, kept_photos="[1,2,3]"), to(scene))
        assert "사진 0장" in visible_text(answer)


class TestSeller:
    def test_answers_and_refunds(
        self, scene: Scene, maker: FlaskClient, client: FlaskClient
    ) -> None:
        request = scene.ask(1)
        name = request.public_id
        text = visible_text(maker.get("/seller/returns"))
        assert "답을 기다림" in text
        assert "까지 답해야 해요" in text
        at = f"/seller/returns/{name}"
        empty = submit(maker, at, {"answer": ""}, f"{at}/refusal")
        assert empty.status_code == 422
        assert "거절하는 까닭을 적어 주세요" in visible_text(empty)
        submit(maker, at, {"note": "상자에 담아 주세요."}, f"{at}/approval")
        assert "상자에 담아 주세요." in visible_text(client.get(f"/orders/{scene.token}"))
        none = submit(maker, at, {}, f"{at}/arrival")
        assert none.status_code == 422
        submit(maker, at, {"condition": "resaleable"}, f"{at}/arrival")
        assert "까지 환불해야 해요" in visible_text(maker.get(at))
        much = submit(maker, at, {"deducted_won": "9,999"}, f"{at}/refund")
        assert much.status_code == 422
        assert "3,000원까지만 뺄 수 있습니다" in visible_text(much)
        submit(maker, at, {"deducted_won": "3,000"}, f"{at}/refund")
        assert scene.refunds() == [8_000]
        late = client_post(maker, at, f"{at}/refund")
        assert late.status_code == 303
        assert scene.refunds() == [8_000]
        text = visible_text(client.get(f"/orders/{scene.token}"))
        assert "1개 반품" in text
        assert "반품한 상품의 환불을 시작했어요" in text

    def test_another_firms_request_is_not_there(self, scene: Scene, signed_in: SignIn) -> None:
        request = scene.ask(1)
        with transaction():
            stranger = factories.member_of(factories.enterprise())
        assert signed_in(stranger).get(f"/seller/returns/{request.public_id}").status_code == 404

    def test_the_list_costs_the_same_for_many(
        self, app: Flask, scene: Scene, maker: FlaskClient
    ) -> None:
        scene.ask(1)
        maker.get("/seller/returns")
        with counting(app) as one:
            maker.get("/seller/returns")
        scene.ask(1, token="form-2")
        scene.ask(0, 1, token="form-3")
        with counting(app) as three:
            maker.get("/seller/returns")
        assert len(three) <= len(one)


def client_post(client: FlaskClient, page: str, path: str) -> TestResponse:
    """Press a button of a page that no longer offers it."""
    token = csrf_of(client.get("/seller/profile"))
    return client.post(path, data={"csrf_token": token, "deducted_won": "0"})


class TestOffice:
    def test_decides_what_is_disputed(
        self, scene: Scene, maker: FlaskClient, clerk: FlaskClient, client: FlaskClient
    ) -> None:
        request = scene.ask(1)
        at, mine = f"/seller/returns/{request.public_id}", f"/orders/{scene.token}/returns/"
        submit(maker, at, {"answer": "이미 쓰신 상품입니다."}, f"{at}/refusal")
        page = f"{mine}{request.public_id}"
        assert "이미 쓰신 상품입니다." in visible_text(client.get(page))
        submit(client, page, {"objection": "열어 보기만 했어요."}, f"{page}/objection")
        assert "살펴볼 반품·교환이 1건" in visible_text(clerk.get("/office"))
        desk = f"/office/returns/{request.public_id}"
        assert "열어 보기만 했어요." in visible_text(clerk.get(desk))
        none = submit(clerk, desk, {"decision": ""}, f"{desk}/decision")
        assert none.status_code == 422
        submit(clerk, desk, {"side": "buyer", "decision": "봉인이 그대로"}, f"{desk}/decision")
        assert asked(scene).status is ReturnStatus.APPROVED

    def test_is_the_centres_alone(self, scene: Scene, maker: FlaskClient) -> None:
        request = scene.ask(1)
        assert maker.get(f"/office/returns/{request.public_id}").status_code == 403
        assert maker.get("/office/returns").status_code == 403


class TestOrderPage:
    def test_its_headline_follows(self, client: FlaskClient, app: Flask) -> None:
        scene = make_scene(received=False)
        page = f"/orders/{scene.token}"
        assert "주문하신 상품이 오고 있어요" in visible_text(client.get(page))
        with transaction():
            confirm_delivery(scene.parcel.id)
        assert "모두 받으셨어요" in visible_text(client.get(page))
        scene.ask(1, reason=ReturnReason.DAMAGED, kind=ReturnKind.EXCHANGE)
        text = visible_text(client.get(page))
        assert "반품·교환 신청의 답을 기다리고 있어요" in text
        assert "1개 반품·교환 중" in text

    def test_a_bounded_number_of_statements(
        self, app: Flask, client: FlaskClient, scene: Scene
    ) -> None:
        for number in range(3):
            units = (1, 0) if number < 2 else (0, 1)
            scene.ask(*units, token=f"form-{number}")
        page = f"/orders/{scene.token}"
        client.get(page)
        with counting(app) as sent:
            assert client.get(page).status_code == 200
        assert len(sent) <= 24, sent

    def test_the_list_says_what_comes_back(self, scene: Scene, signed_in: SignIn) -> None:
        with transaction() as session:
            member = factories.account()
            session.get_one(Order, scene.order_id).account_id = member.id
        scene.ask(1)
        assert "반품·교환 중" in visible_text(signed_in(member).get("/account/orders"))

    def test_the_receipt_says_tax_and_who_sold(self, client: FlaskClient, scene: Scene) -> None:
        text = visible_text(client.get(f"/orders/{scene.token}/receipt"))
        for words in ("구매영수증", "20,000원", "2,000원", "과세", "45,000원", "통신판매중개자"):
            assert words in text, words
        assert scene.parcel.seller["name"] in text

    def test_an_unpaid_order_has_no_receipt(self, client: FlaskClient, app: Flask) -> None:
        scene = make_scene_again()
        assert client.get(f"/orders/{scene.token}/receipt").status_code == 404
