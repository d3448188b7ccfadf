"""Enterprises as citizens meet them: what holds, what lapsed, what nobody stated."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.channels.models import Placement, PlacementTerms
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.enterprises.models import EnterpriseStatus, SocialValueReport
from marketplace.web.store.makers import source_said
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.statements import counting
from tests.web.store.conftest import Shop, option_of

LIST = "District firms on 2017-06-30. Source: 우수사례 소개서, 울산 중구. Blank = not legible."


@pytest.fixture
def listed(app: Flask) -> str:
    """The slug of an enterprise that a public list names."""
    with transaction() as session:
        known = factories.enterprise(
            slug="listed", name="명단기업", status=EnterpriseStatus.REFERENCE, source=LIST
        )
        factories.certified(
            known, number="", issuer="", issued_on=date(2010, 12, 22), expires_on=None
        )
        session.add(SocialValueReport(enterprise_id=known.id, year=2017, employees=10))
    return "listed"


class TestEnterprisePage:
    def test_names_each_certificate_with_number_issuer_and_period(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction():
            factories.certified(
                shop.soap_maker,
                kind_id=factories.certification_kind("village", "마을기업").id,
                number="제2015-07호",
                issuer="행정안전부",
                issued_on=date(2015, 1, 1),
                expires_on=date(2018, 12, 31),
            )
        text = visible_text(client.get("/enterprises/soap-maker"))
        assert "마을기업 만료 제2015-07호 행정안전부 2015. 1. 1. – 2018. 12. 31." in text
        assert text.index("인증사회적기업") < text.index("마을기업 만료")

    def test_leads_to_its_brands_and_to_where_its_things_stand(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction() as session:
            factories.brand_member(factories.brand(slug="gyeol", name="마을결"), shop.soap_maker)
            ended = factories.brand_member(factories.brand(name="옛이름"), shop.soap_maker)
            ended.until = clock.today() - timedelta(days=1)
            place = factories.outlet(slug="hall", name="구청 이음가게")
            factories.outlet(name="빈 매장")
            session.add(
                Placement(
                    outlet_id=place.id,
                    option_id=option_of(shop.soap),
                    terms=PlacementTerms.CONSIGNMENT,
                    starts_on=clock.today(),
                    on_hand=1,
                )
            )
        page = client.get("/enterprises/soap-maker")
        assert 'href="/brands/gyeol"' in page.text
        assert 'href="/outlets/hall"' in page.text
        text = visible_text(page)
        assert "옛이름" not in text
        assert "빈 매장" not in text

    def test_a_listed_one_sells_nothing_here_and_says_where_it_is_known_from(
        self, client: FlaskClient, listed: str
    ) -> None:
        text = visible_text(client.get(f"/enterprises/{listed}"))
        assert "이음장터에서 팔지는 않아요" in text
        assert "출처: 우수사례 소개서, 울산 중구" in text
        assert "명단에 적힌 값" in text
        assert "2010. 12. 22.부터, 기한은 밝히지 않음" in text
        assert "not legible" not in text
        assert "판매자 정보" not in text

    def test_says_in_english_what_nobody_stated(self, client: FlaskClient, listed: str) -> None:
        client.set_cookie("lang", "en")
        assert "From 22 Dec 2010, last day not stated" in visible_text(
            client.get(f"/enterprises/{listed}")
        )

    def test_costs_the_same_with_more_brands(
        self, app: Flask, client: FlaskClient, shop: Shop
    ) -> None:
        path = "/enterprises/soap-maker"
        client.get(path)
        with counting(app) as before:
            client.get(path)
        with transaction():
            for _ in range(5):
                factories.brand_member(factories.brand(), shop.soap_maker)
        with counting(app) as after:
            client.get(path)
        assert len(after) == len(before) <= 16, "\n".join(after)


class TestEnterpriseList:
    def test_finds_by_the_city_above_a_district(
        self, client: FlaskClient, shop: Shop, listed: str
    ) -> None:
        with transaction():
            city = factories.region("울산", "ulsan")
            inside = factories.region("울산 중구", "ulsan-jung")
            inside.parent_id = city.id
            factories.enterprise(name="강가공방", region_id=inside.id)
        text = visible_text(client.get("/enterprises?region=ulsan"))
        assert "기업 1곳" in text
        assert "강가공방" in text
        assert "해솔비누협동조합" not in text

    def test_goes_through_everybody_once(
        self, client: FlaskClient, shop: Shop, listed: str
    ) -> None:
        with transaction():
            for number in range(30):
                factories.enterprise(name=f"기업 {number:02d}")
        pages, path = [], "/enterprises"
        while path:
            page = client.get(path).text
            pages.append(page)
            rest = page.split('rel="next" href="')[1:]
            path = rest[0].split('"')[0].replace("&amp;", "&") if rest else ""
        assert len(pages) == 2
        names = [f"기업 {n:02d}<" for n in range(30)] + ["명단기업<", "해솔비누협동조합<"]
        assert [sum(page.count(name) for page in pages) for name in names] == [1] * len(names)
        assert "명단기업" in pages[-1]

    def test_refuses_a_bad_cursor_and_forgets_a_bad_filter(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        assert client.get("/enterprises?cursor=nonsense").status_code in {400, 422}
        assert client.get("/enterprises?region=%3Cscript%3E").status_code == 200


@pytest.mark.parametrize(
    ("said", "source"),
    [
        (LIST, "우수사례 소개서, 울산 중구"),
        ("2017년 명단. 출처: 성과보고서", "성과보고서"),
        ("지어낸 기업입니다", "지어낸 기업입니다"),
        ("", ""),
    ],
)
def test_a_source_is_the_document_a_list_names(said: str, source: str) -> None:
    assert source_said(said) == source
