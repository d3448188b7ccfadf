"""The shop window as the office composes it: front page, exhibitions, market calendar."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Product
from marketplace.channels.editorial.models import HeroSlide, HomePart, HomeSection, MarketEvent
from marketplace.channels.models import Exhibition, ExhibitionEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.pictures import pdf, photo
from tests.support.signing_in import SignIn

PAGES = [
    *("/office/front-page", "/office/front-page/stories", "/office/front-page/slides"),
    *("/office/exhibitions", "/office/exhibitions/new", "/office/markets", "/office/markets/new"),
]


@pytest.fixture
def office(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.office_member()
        factories.region()
    return signed_in(person)


@pytest.fixture
def soap(app: Flask) -> Product:
    with transaction():
        maker = factories.enterprise(name="해솔비누(가상)", story="비누를 만들어요.", slug="haesol")
        return factories.product(maker, name="숲 비누", stock=10, price_won=8000)


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def slide(**values: str) -> dict[str, str]:
    return {
        "title": "봄을 담은 상자",
        "lead": "작은 선물",
        "label": "보러 가기",
        "target": "/products",
        "starts_on": in_days(0),
        "ends_on": in_days(7),
        "position": "0",
        **values,
    }


def market(**values: str) -> dict[str, str]:
    with transaction():
        region = factories.region().id
    return {
        "title": "이음 토요장터",
        "kind": "market",
        "starts_on": in_days(5),
        "ends_on": in_days(5),
        "hours": "10:00–16:00",
        "region_id": str(region),
        "place": "구청 앞마당",
        "description": "스무 기업이 자리를 펴요.",
        **values,
    }


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_open_with_nothing_to_show(self, office: FlaskClient, path: str) -> None:
        assert office.get(path).status_code == 200

    @pytest.mark.parametrize("path", PAGES)
    def test_are_closed_to_a_seller(self, app: Flask, signed_in: SignIn, path: str) -> None:
        with transaction():
            person = factories.member_of(factories.enterprise())
        assert signed_in(person).get(path).status_code == 403

    def test_a_part_nothing_is_chosen_for_has_no_page(self, office: FlaskClient) -> None:
        assert office.get("/office/front-page/newest").status_code == 404


def arrangement(**changed: str) -> dict[str, str]:
    """The form as it stands first, with what a person changed; empty unticks."""
    sent: dict[str, str] = {}
    for place, part in enumerate(HomePart):
        sent |= {
            f"sections-{place}-part": part.value,
            f"sections-{place}-position": str(place + 1),
            f"sections-{place}-is_shown": "y",
            f"sections-{place}-title": "",
        }
    return {name: value for name, value in (sent | changed).items() if value or "title" in name}


class TestFrontPage:
    def arranged(self, office: FlaskClient, **changed: str) -> None:
        answer = submit(office, "/office/front-page", arrangement(**changed))
        assert answer.status_code == 302

    def test_a_part_can_be_renamed_and_hidden(
        self, office: FlaskClient, client: FlaskClient, soap: Product
    ) -> None:
        assert "새로 나온 상품" in visible_text(client.get("/"))
        self.arranged(office, **{"sections-2-title": "이번 주에 들어왔어요"})
        assert "이번 주에 들어왔어요" in visible_text(client.get("/"))
        self.arranged(office, **{"sections-2-is_shown": ""})
        assert "이번 주에 들어왔어요" not in visible_text(client.get("/"))
        assert "숲 비누" not in visible_text(client.get("/"))

    def test_saving_the_same_again_is_not_told_twice(self, office: FlaskClient) -> None:
        self.arranged(office, **{"sections-0-position": "9"})
        self.arranged(office, **{"sections-0-position": "9"})
        told = select(AuditEntry).filter_by(action="home_section:arranged")
        assert len(db.session.scalars(told).all()) == 1
        assert db.session.scalars(select(HomeSection)).one().position == 9

    def test_a_position_that_is_none_is_told_in_its_row(self, office: FlaskClient) -> None:
        answer = submit(
            office, "/office/front-page", arrangement(**{"sections-0-position": "많이"})
        )
        assert answer.status_code == 422
        assert "많이" in answer.text

    def test_picks_are_shown_in_their_order(
        self, office: FlaskClient, client: FlaskClient, soap: Product
    ) -> None:
        with transaction():
            factories.enterprise(name="둘째(가상)", story="둘째 이야기", slug="second")
        path, to = "/office/front-page/stories", "/office/front-page/stories/picks"
        submit(office, path, {"add": "second"}, to)
        submit(office, path, {"pick": ["second"], "add": "haesol"}, to)
        assert db.session.scalars(select(HomeSection)).one().picks == ["second", "haesol"]
        shown = visible_text(client.get("/"))
        assert shown.index("둘째 이야기") < shown.index("비누를 만들어요.")
        submit(office, path, {"pick": ["second", "haesol"], "up": "haesol"}, to)
        assert db.session.scalars(select(HomeSection)).one().picks == ["haesol", "second"]
        submit(office, path, {"pick": ["haesol", "second"], "remove": "second"}, to)
        assert "둘째 이야기" not in visible_text(client.get("/"))

    def test_what_is_not_there_cannot_be_picked(self, office: FlaskClient) -> None:
        answer = submit(
            office,
            "/office/front-page/brands",
            {"add": "<b>x</b>"},
            "/office/front-page/brands/picks",
        )
        assert answer.status_code == 422
        assert "<b>x</b>" in visible_text(answer)
        assert db.session.scalars(select(HomeSection)).all() == []


class TestSlides:
    def test_a_running_slide_stands_on_top(self, office: FlaskClient, client: FlaskClient) -> None:
        sent = {**slide(), "picture": (io.BytesIO(photo()), "wide.jpg")}
        assert submit(office, "/office/front-page/slides", sent).status_code == 302
        shown = visible_text(client.get("/"))
        assert "봄을 담은 상자" in shown
        assert "보러 가기" in shown
        assert db.session.scalars(select(HeroSlide)).one().picture is not None

    def test_one_of_tomorrow_does_not(self, office: FlaskClient, client: FlaskClient) -> None:
        submit(office, "/office/front-page/slides", slide(starts_on=in_days(1)))
        assert "봄을 담은 상자" not in visible_text(client.get("/"))

    @pytest.mark.parametrize(
        "target", ["https://evil.example", "//evil.example", "/\\evil.example"]
    )
    def test_it_leads_nowhere_else(self, office: FlaskClient, target: str) -> None:
        answer = submit(office, "/office/front-page/slides", slide(target=target))
        assert answer.status_code == 422
        assert "이음장터 안의 주소를" in visible_text(answer)
        assert "봄을 담은 상자" in answer.text
        assert db.session.scalar(select(HeroSlide)) is None

    def test_a_file_that_is_no_picture_is_refused_in_its_field(self, office: FlaskClient) -> None:
        sent = {**slide(), "picture": (io.BytesIO(pdf()), "a.jpg")}
        answer = submit(office, "/office/front-page/slides", sent)
        assert answer.status_code == 422
        assert "봄을 담은 상자" in answer.text
        assert db.session.scalar(select(HeroSlide)) is None

    def test_it_can_be_taken_away(self, office: FlaskClient, client: FlaskClient) -> None:
        submit(office, "/office/front-page/slides", slide())
        kept = db.session.scalars(select(HeroSlide)).one().id
        path = f"/office/front-page/slides/{kept}"
        assert submit(office, path, {}, f"{path}/removal").status_code == 302
        assert office.get(path).status_code == 404


def exhibition(**values: str) -> dict[str, str]:
    draft = {"title": "가을 선물", "position": "0"}
    return {**draft, "starts_on": in_days(0), "ends_on": in_days(9), **values}


class TestExhibitions:
    def made(self, office: FlaskClient) -> str:
        answer = submit(office, "/office/exhibitions/new", exhibition())
        assert answer.status_code == 302, visible_text(answer)
        return str(answer.location)

    def test_composed_with_products_in_order(
        self, office: FlaskClient, client: FlaskClient, soap: Product
    ) -> None:
        with transaction():
            second = factories.product(name="들 비누", price_won=9000).id
        path = self.made(office)
        for product_id in (soap.id, second):
            chosen, sent = f"{path}?product={product_id}", {"product_id": str(product_id)}
            assert submit(office, chosen, sent, f"{path}/products").status_code == 302
        newest = select(ExhibitionEntry).order_by(ExhibitionEntry.id.desc()).limit(1)
        last = db.session.scalars(newest).one()
        place = f"{path}/products/{last.id}/place"
        assert submit(office, path, {"to": "0"}, place).status_code == 302
        shown = visible_text(client.get(path.removeprefix("/office")))
        assert shown.index("들 비누") < shown.index("숲 비누")

    def test_a_product_stands_in_it_once(self, office: FlaskClient, soap: Product) -> None:
        path = self.made(office)
        for _ in range(2):
            sent = {"product_id": str(soap.id)}
            submit(office, f"{path}?product={soap.id}", sent, f"{path}/products")
        assert len(db.session.scalars(select(ExhibitionEntry)).all()) == 1
        assert "이미 이 기획전에 있는 상품입니다" in visible_text(office.get(path))

    def test_an_end_before_the_beginning_is_told_at_the_end(self, office: FlaskClient) -> None:
        path = self.made(office)
        answer = submit(office, path, exhibition(ends_on=in_days(-3)))
        assert answer.status_code == 422
        assert "종료일은 시작일과 같거나 뒤여야" in visible_text(answer)

    def test_two_of_one_name_are_told_apart(self, office: FlaskClient) -> None:
        self.made(office)
        answer = submit(office, "/office/exhibitions/new", exhibition())
        assert answer.status_code == 422
        assert "이미 쓰고 있는 주소입니다" in visible_text(answer)
        assert len(db.session.scalars(select(Exhibition)).all()) == 1


class TestMarkets:
    def test_announced_it_stands_in_calendar_and_front_page(
        self, office: FlaskClient, client: FlaskClient
    ) -> None:
        assert submit(office, "/office/markets/new", market()).status_code == 302
        slug = db.session.scalars(select(MarketEvent)).one().slug
        for path in ("/", "/markets", f"/markets/{slug}"):
            assert "이음 토요장터" in visible_text(client.get(path)), path
        assert f"/markets/{slug}" in client.get("/sitemap.xml").text

    def test_it_can_be_taken_into_ones_own_calendar(
        self, office: FlaskClient, client: FlaskClient
    ) -> None:
        submit(office, "/office/markets/new", market())
        slug = db.session.scalars(select(MarketEvent)).one().slug
        answer = client.get(f"/markets/{slug}/calendar.ics")
        assert answer.mimetype == "text/calendar"
        assert f"DTSTART;VALUE=DATE:{clock.today() + timedelta(days=5):%Y%m%d}" in answer.text
        assert f"DTEND;VALUE=DATE:{clock.today() + timedelta(days=6):%Y%m%d}" in answer.text

    def test_called_off_it_stays_and_says_why(
        self, office: FlaskClient, client: FlaskClient
    ) -> None:
        submit(office, "/office/markets/new", market())
        slug = db.session.scalars(select(MarketEvent)).one().slug
        path, reason = f"/office/markets/{slug}", {"reason": "비가 많이 와요"}
        assert submit(office, path, reason, f"{path}/cancellation").status_code == 302
        assert "비가 많이 와요" in visible_text(client.get(f"/markets/{slug}"))
        assert "취소됨" in visible_text(client.get("/markets"))
        assert "이음 토요장터" not in visible_text(client.get("/"))

    def test_it_is_not_called_off_without_a_reason(self, office: FlaskClient) -> None:
        submit(office, "/office/markets/new", market())
        slug = db.session.scalars(select(MarketEvent)).one().slug
        path = f"/office/markets/{slug}"
        answer = submit(office, path, {"reason": ""}, f"{path}/cancellation")
        assert answer.status_code == 422
        assert "이음 토요장터" in answer.text

    def test_an_unknown_one_is_not_found(self, client: FlaskClient) -> None:
        assert client.get("/markets/nowhere").status_code == 404
        assert client.get("/markets/nowhere/calendar.ics").status_code == 404
