"""Anybody asks whether a certificate is real: what the page says, and what it never does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.procurement.models import Award, AwardGrade, Institution
from marketplace.procurement.year.awarding import Honour, award_department, revoke_award
from marketplace.procurement.year.certificates import certificate_number, check_code
from marketplace.procurement.year.evaluating import evaluate_year
from marketplace.web.extensions import limiter
from tests.support import factories
from tests.support.pages import visible_text

PAGE = "/certificates"


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with clock.frozen(datetime(2027, 1, 20, 3, tzinfo=UTC)):
        yield


def awarded() -> tuple[Institution, Award]:
    with transaction():
        body = factories.institution(name="가온구", slug="gaon")
        place = factories.department(body, name="어르신과")
        factories.target(place, 20_000_000, year=2026)
        evaluate_year(body.id, 2026)
        honour = Honour(AwardGrade.SPECIAL, "가온구청장", "비밀스러운 사유")
        return body, award_department(body.id, 2026, place.id, honour)


class TestPage:
    def test_says_that_it_is_real_and_nothing_of_people(self, app: Flask) -> None:
        body, award = awarded()
        asked = {"number": certificate_number(award, body), "code": check_code(award)}
        text = visible_text(app.test_client().get(PAGE, query_string=asked))
        for said in ("진짜 상장이에요", "GAON-2026-1", "가온구", "어르신과", "특별"):
            assert said in text
        assert "비밀스러운 사유" not in text

    def test_says_that_it_was_taken_back(self, app: Flask) -> None:
        body, award = awarded()
        with transaction():
            revoke_award(award, "실적이 정정됨")
        asked = {"number": certificate_number(award, body), "code": check_code(award)}
        text = visible_text(app.test_client().get(PAGE, query_string=asked))
        assert "취소된 상장이에요" in text
        assert "진짜 상장이에요" not in text

    def test_a_wrong_code_stays_typed_and_finds_nothing(self, app: Flask) -> None:
        body, award = awarded()
        asked = {"number": certificate_number(award, body), "code": '"><b>0000'}
        page = app.test_client().get(PAGE, query_string=asked)
        assert "그런 상장이 없어요" in visible_text(page)
        assert 'value="&#34;&gt;&lt;b&gt;0000"' in page.text
        assert "어르신과" not in page.text

    def test_what_is_missing_is_told_at_its_field(self, app: Flask) -> None:
        page = app.test_client().get(f"{PAGE}?number=GAON-2026-1&code=")
        assert 'id="code-error"' in page.text
        assert 'id="number-error"' not in page.text
        assert "error" not in app.test_client().get(PAGE).text.split("<form", 2)[-1]

    def test_speaks_english(self, app: Flask) -> None:
        client = app.test_client()
        client.set_cookie("lang", "en")
        assert "Verify a certificate" in visible_text(client.get(PAGE))

    def test_cannot_be_asked_for_ever(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limiter, "enabled", True)
        client = app.test_client()
        answers = [client.get(f"{PAGE}?number=a-2026-1&code=b").status_code for _ in range(31)]
        assert answers[:30] == [200] * 30
        assert answers[30] == 429
        limiter.reset()
