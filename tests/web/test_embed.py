"""A widget: framed only where it may be, without people, gone once withdrawn."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import Widget
from marketplace.procurement.widgets import make_widget, withdraw_widget
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

INTRA = "https://intra.gaon.example"
PAGE = "/buyer/coordination/widgets"


@pytest.fixture
def shown(app: Flask) -> Widget:
    """A department that counted a quarter of its target."""
    with transaction():
        place = factories.department(name="총무<과>")
        factories.target(place, 10_000_000)
        bought(place, date(clock.today().year, 1, 2), 2_500_000)
        return make_widget(place.institution_id, place.id, [INTRA, f"{INTRA}/"])


class TestShown:
    def test_may_be_framed_by_its_origins_only(self, shown: Widget, client: FlaskClient) -> None:
        answer = client.get(f"/embed/{shown.token}")
        policy = answer.headers["Content-Security-Policy"]
        assert f"frame-ancestors {INTRA}" in policy
        assert "'none'" not in policy.split("frame-ancestors")[1]
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in answer.headers
        assert "25.0%" in answer.text
        assert "총무&lt;과&gt;" in answer.text
        assert len(answer.data) < 3_000
        assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]

    def test_is_a_picture_and_json_too(self, shown: Widget, client: FlaskClient) -> None:
        picture = client.get(f"/embed/{shown.token}.svg")
        assert picture.mimetype == "image/svg+xml"
        assert 'width="72"' in picture.text
        told = client.get(f"/embed/{shown.token}.json")
        assert told.headers["Access-Control-Allow-Origin"] == INTRA
        assert json.loads(told.data) == {
            "name": "총무<과>",
            "year": clock.today().year,
            "target_won": 10_000_000,
            "counted_won": 2_500_000,
            "rate_percent": "25.0",
            "absence": None,
            "coverage": None,
            "measured_months": 12,
            "as_of": clock.today().isoformat(),
        }

    def test_speaks_english_when_its_address_says_so(
        self, shown: Widget, client: FlaskClient
    ) -> None:
        assert "counted" in client.get(f"/embed/{shown.token}?lang=en").text.lower()

    def test_shows_a_new_purchase_at_once(self, shown: Widget, client: FlaskClient) -> None:
        client.get(f"/embed/{shown.token}")
        with transaction():
            place = db.session.merge(shown).department
            assert place is not None
            bought(place, date(clock.today().year, 1, 3), 2_500_000)
        assert "50.0%" in client.get(f"/embed/{shown.token}").text

    @pytest.mark.parametrize("ending", ["", ".svg", ".json"])
    def test_a_withdrawn_or_unknown_one_is_not_found(
        self, shown: Widget, client: FlaskClient, ending: str
    ) -> None:
        with transaction():
            withdraw_widget(shown.institution_id, shown.id)
        assert client.get(f"/embed/{shown.token}{ending}").status_code == 404
        assert client.get(f"/embed/{'x' * 32}{ending}").status_code == 404


@pytest.mark.parametrize(
    "origin",
    ["*", "javascript:alert(1)", "https://a.example; script-src *", "https://a.example/path", ""],
)
def test_refuses_what_is_no_origin(app: Flask, origin: str) -> None:
    with pytest.raises(Invalid), transaction():
        make_widget(factories.institution().id, None, [origin])


def test_refuses_a_department_elsewhere_and_withdrawing_elsewhere(shown: Widget) -> None:
    with transaction():
        other = factories.institution()
    with pytest.raises(Invalid), transaction():
        make_widget(other.id, shown.department_id, [INTRA])
    with pytest.raises(NotFound), transaction():
        withdraw_widget(other.id, shown.id)


def test_a_coordinator_makes_and_withdraws_one(app: Flask, signed_in: SignIn) -> None:
    with transaction():
        place = factories.department(name="총무과")
        person = factories.serves(place, DepartmentRole.COORDINATOR)
    client = signed_in(person)
    wrong = submit(client, PAGE, {"department": "", "origins": "intra"})
    assert wrong.status_code == 422
    assert "주소의 앞부분만" in wrong.text
    assert ">intra</textarea>" in wrong.text.replace("\r\n", "")
    made = submit(client, PAGE, {"department": str(place.id), "origins": f"{INTRA}\nhttp://a:80"})
    assert made.status_code == 302
    page = client.get(PAGE)
    assert "총무과" in visible_text(page)
    assert "&lt;iframe src=" in page.text
    widget = db.session.query(Widget).one()
    gone = submit(
        client, PAGE, {"widget": str(widget.id)}, to="/buyer/coordination/widget-withdrawals"
    )
    assert gone.status_code == 302
    assert "아직 만든 위젯이 없습니다" in visible_text(client.get(PAGE))
