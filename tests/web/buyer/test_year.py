"""The department's year on screen: forecast in words, what to buy, a place among like ones."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.database import transaction
from tests.procurement.purchasing import Scene, accepted, make_scene
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories
from tests.support.pages import visible_text
from tests.web.buyer.costs import statements_of

PAGE = "/buyer/year"


class TestYear:
    def test_says_how_the_forecast_was_made(self, scene: Scene, purchaser: FlaskClient) -> None:
        with transaction():
            factories.target(scene.place, 1_000_000)
            bought(scene.place, date(2026, 3, 2), 400_000)
            for year, late in ((2025, 200_000), (2024, 600_000)):
                bought(scene.place, date(year, 3, 2), 400_000)
                bought(scene.place, date(year, 12, 2), late)
        text = visible_text(purchaser.get(PAGE))
        assert "2024~2025년의 2개 해가 같은 날까지 채운 비율의 중앙값으로 셌습니다." in text
        assert "해마다 달라 60만 원에서 100만 원 사이일 수 있습니다." in text
        assert "연말 예상 750,000원 60만 원 ~ 100만 원" in text
        assert "연말 예상 750,000원" in visible_text(purchaser.get("/buyer"))

    def test_says_so_when_there_is_too_little(self, scene: Scene, purchaser: FlaskClient) -> None:
        assert "자료가 적어 예상하지 않습니다." in visible_text(purchaser.get(PAGE))

    def test_a_year_that_is_over_is_told_as_it_was(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            bought(scene.place, date(2025, 3, 2), 400_000)
        text = visible_text(purchaser.get(f"{PAGE}?year=2025"))
        assert "끝난 해입니다. 인정 실적이 그대로 결과입니다." in text
        assert "목표까지 살 것" not in text

    def test_offers_what_counts_and_what_was_missed(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        accepted(scene)
        with transaction():
            factories.target(scene.place, 132_000)
            uncounted(scene.place, date(2026, 2, 3), 300_000, item="행사 현수막 제작")
        page = purchaser.get(PAGE)
        text = visible_text(page)
        assert "11,000원 × 10 = 110,000원" in text
        assert f'href="/buyer/products/{scene.soap.id}"' in page.text
        assert "category=living&amp;counts=yes" in page.text
        assert "행사 현수막 제작 두 해 동안 1번, 300,000원" in text
        assert "q=%ED%96%89%EC%82%AC+%ED%98%84%EC%88%98%EB%A7%89&amp;counts=yes" in page.text

    def test_compares_without_names(self, scene: Scene, purchaser: FlaskClient) -> None:
        with transaction():
            factories.target(scene.place, 20_000_000)
            for n in range(4):
                other = factories.department(scene.body, name=f"남의과{n}")
                factories.target(other, 20_000_000)
                bought(other, date(2026, 1, 5), 2_000_000 * n)
        text = visible_text(purchaser.get(PAGE))
        assert "5곳 가운데 4번째" in text
        assert "가운데 달성률 10.0%" in text
        assert "남의과" not in text

    @pytest.mark.parametrize("year", ["0", "abc", "99999", "-1"])
    def test_an_absurd_year_is_no_server_error(
        self, scene: Scene, purchaser: FlaskClient, year: str
    ) -> None:
        assert purchaser.get(f"{PAGE}?year={year}").status_code == 200

    def test_costs_no_more_statements_for_more_records(
        self, app: Flask, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            factories.target(scene.place, 20_000_000)
        accepted(scene)
        few = statements_of(app, purchaser, PAGE)
        for _ in range(3):
            accepted(scene, (scene.soap, 1))
        assert statements_of(app, purchaser, PAGE) == few <= 19


def test_nobody_elses_year(app: Flask, client: FlaskClient) -> None:
    make_scene()
    assert client.get(PAGE).status_code == 302
