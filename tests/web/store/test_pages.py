"""Pages of words: what the law wants said, in both languages; and what crawlers read."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.consents import TEXT_VERSION
from marketplace.channels.models import Exhibition
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.enterprises.models import EnterpriseStatus
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.statements import counting

SAID = {
    "/terms": ("통신판매중개자", "7일 안에", "영업일 3일 안에", f"{TEXT_VERSION}판"),
    "/privacy": ("주민등록번호는", "5년", "3년", "6개월", "골라서 하는 동의", f"{TEXT_VERSION}판"),
    "/guide": ("통신판매중개자", "7일 안에", "영업일 3일 안에"),
    "/accessibility": ("WCAG 2.2 AA", "KWCAG 2.2"),
}
SAID_IN_ENGLISH = {
    "/terms": ("intermediary", f"Version {TEXT_VERSION}"),
    "/privacy": ("6 months", "Required and optional consents"),
    "/guide": ("intermediary",),
    "/accessibility": ("WCAG 2.2 AA",),
}


class TestWords:
    @pytest.mark.parametrize("path", SAID)
    def test_say_what_the_law_wants_said(self, client: FlaskClient, path: str) -> None:
        text = visible_text(client.get(path))
        assert [words for words in SAID[path] if words not in text] == []

    @pytest.mark.parametrize("path", SAID_IN_ENGLISH)
    def test_stand_in_english(self, client: FlaskClient, path: str) -> None:
        client.set_cookie("lang", "en")
        page = client.get(path)
        body = page.text.split('<div class="prose words">')[1].split("<footer")[0]
        assert [words for words in SAID_IN_ENGLISH[path] if words not in visible_text(page)] == []
        assert not any("가" <= letter <= "힣" for letter in body)

    @pytest.mark.parametrize("path", SAID)
    def test_have_an_address_and_a_description(self, client: FlaskClient, path: str) -> None:
        page = client.get(path).text
        assert f'{path}">' in page.split('rel="canonical"')[1][:80]
        assert 'property="og:description"' in page

    @pytest.mark.parametrize("path", SAID)
    def test_ask_the_database_for_the_menu_alone(
        self, app: Flask, client: FlaskClient, path: str
    ) -> None:
        client.get(path)
        with counting(app) as sent:
            client.get(path)
        assert len(sent) <= 6, "\n".join(sent)

    @pytest.mark.parametrize("path", SAID)
    def test_are_linked_from_every_page(self, client: FlaskClient, path: str) -> None:
        assert f'href="{path}"' in client.get("/").text


class TestSitemap:
    def test_holds_what_is_public_and_nothing_else(self, app: Flask, client: FlaskClient) -> None:
        today = clock.today()
        with transaction() as session:
            factories.brand(slug="mark")
            factories.outlet(slug="place")
            factories.enterprise(slug="seller")
            factories.enterprise(slug="waiting", status=EnterpriseStatus.WAITING)
            for slug, begins in (("now", 0), ("soon", 1)):
                day = today + timedelta(days=begins)
                session.add(Exhibition(slug=slug, title=slug, starts_on=day, ends_on=day))
        told = ElementTree.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own
        found = {place.text for place in told.iter() if place.tag.endswith("loc")}
        for path in ("/brands/mark", "/outlets/place", "/enterprises/seller", "/exhibitions/now"):
            assert f"http://localhost{path}" in found
        for path in ("/enterprises/waiting", "/exhibitions/soon", "/cart"):
            assert f"http://localhost{path}" not in found
        for path in [*SAID, "/disclosures"]:
            assert f"http://localhost{path}" in found
