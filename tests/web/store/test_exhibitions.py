"""Exhibitions: in their time, and after it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.channels.models import Exhibition, ExhibitionEntry
from marketplace.core import clock
from marketplace.core.database import transaction
from tests.support.pages import visible_text
from tests.support.statements import counting
from tests.web.store.conftest import Shop


@pytest.fixture
def exhibitions(app: Flask, shop: Shop) -> None:
    """One that runs, one that is over, one that has not begun."""
    today = clock.today()
    with transaction() as session:
        for slug, begins, ends in (("now", -1, 1), ("old", -9, -1), ("soon", 1, 9)):
            shown = Exhibition(
                slug=slug,
                title=f"기획전 {slug}",
                lead="모아 보았어요",
                starts_on=today + timedelta(days=begins),
                ends_on=today + timedelta(days=ends),
            )
            session.add(shown)
            session.flush()
            session.add(ExhibitionEntry(exhibition_id=shown.id, product_id=shop.soap.id))


class TestExhibitionPage:
    @pytest.mark.parametrize(("slug", "is_over"), [("now", False), ("old", True)])
    def test_says_whether_it_is_over(
        self, client: FlaskClient, exhibitions: None, slug: str, is_over: bool
    ) -> None:
        text = visible_text(client.get(f"/exhibitions/{slug}"))
        assert ("끝난 기획전이에요" in text) is is_over
        assert "모아 보았어요" in text
        assert "쑥 숙성비누" in text

    def test_the_last_day_still_belongs_to_it(self, client: FlaskClient, exhibitions: None) -> None:
        with transaction() as session:
            shown = session.query(Exhibition).filter_by(slug="old").one()
            shown.ends_on = clock.today()
        assert "끝난 기획전이에요" not in visible_text(client.get("/exhibitions/old"))

    @pytest.mark.parametrize("slug", ["soon", "none"])
    def test_is_not_shown_before_its_time(
        self, client: FlaskClient, exhibitions: None, slug: str
    ) -> None:
        assert client.get(f"/exhibitions/{slug}").status_code == 404

    def test_is_bounded(self, app: Flask, client: FlaskClient, exhibitions: None) -> None:
        client.get("/exhibitions/now")
        with counting(app) as sent:
            client.get("/exhibitions/now")
        assert len(sent) <= 12, "\n".join(sent)


class TestExhibitionList:
    def test_shows_the_running_first_and_says_which_is_over(
        self, client: FlaskClient, exhibitions: None
    ) -> None:
        text = visible_text(client.get("/exhibitions"))
        assert text.index("기획전 now") < text.index("기획전 old")
        assert text.count("끝났어요") == 1
        assert "기획전 soon" not in text
