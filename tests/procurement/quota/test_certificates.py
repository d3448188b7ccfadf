"""Certificates of award in two languages, and whether one is real."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.pdf import render_pdf
from marketplace.procurement.models import Award, AwardGrade, Institution
from marketplace.procurement.year.awarding import Honour, award_department, revoke_award
from marketplace.procurement.year.certificates import (
    certificate_data,
    certificate_number,
    check_code,
    find_certificate,
)
from marketplace.procurement.year.evaluating import evaluate_year
from marketplace.procurement.year.evaluation_paper import usual_giver
from tests.support import factories

# Already the 21st in Seoul.
LATE_EVENING = datetime(2027, 1, 20, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with clock.frozen(LATE_EVENING):
        yield


def awarded(giver: str = "가온구청장") -> tuple[Institution, Award]:
    with transaction():
        body = factories.institution(name="가온구", name_en="Gaon-gu", slug="gaon-gu")
        place = factories.department(body, name="1과", name_en="Division 1")
        factories.target(place, 20_000_000, year=2026)
        evaluate_year(body.id, 2026)
        honour = Honour(AwardGrade.GRAND, giver, "앞서 채움")
        return body, award_department(body.id, 2026, place.id, honour)


def printed(body: Institution, award: Award, language: str) -> str:
    data = certificate_data(
        award, body, language, check_at="https://market.example/certificates", qr=""
    )
    pages = PdfReader(BytesIO(render_pdf("certificate.typ", data))).pages
    assert len(pages) == 1
    return pages[0].extract_text()


@pytest.mark.usefixtures("app")
class TestCertificate:
    def test_is_printed_in_korean_with_the_seoul_day(self) -> None:
        body, award = awarded()
        words = printed(body, award, "ko")
        for said in ("2026-1", "1과", "최우수", "가온구청장", "2027년 1월 21일", "앞서 채움"):
            assert said in words
        assert "GAON-GU-2026-1" in words
        assert check_code(award) in words

    def test_is_printed_in_english_without_a_korean_letter(self) -> None:
        body, award = awarded()
        words = printed(body, award, "en")
        for said in (
            "Certificate of Award",
            "Division 1",
            "Grand Prize",
            "Mayor of Gaon-gu",
            "January 21, 2027",
            "GAON-GU-2026-1",
            "https://market.example/certificates",
        ):
            assert said in words
        assert not [letter for letter in words if "가" <= letter <= "힣"]

    @pytest.mark.parametrize(
        ("name", "giver"),
        [
            ("가온구(가상)", "가온구청장(가상)"),
            ("마루시", "마루시장"),
            ("하늘공단", "하늘공단 대표"),
        ],
    )
    def test_the_usual_giver_follows_the_name(self, name: str, giver: str) -> None:
        assert usual_giver(Institution(name=name)) == giver

    def test_a_giver_of_their_own_stands_as_typed(self) -> None:
        body, award = awarded("가온구 사회적경제위원회 위원장")
        assert certificate_data(award, body, "en")["giver"] == "가온구 사회적경제위원회 위원장"


@pytest.mark.usefixtures("app")
class TestChecking:
    def test_finds_it_however_it_is_typed(self) -> None:
        body, award = awarded()
        number, code = certificate_number(award, body), check_code(award)
        for typed in (code, code.lower().replace("-", ""), f" {code.replace('-', ' ')} "):
            found = find_certificate(f" {number.lower()} ", typed)
            assert found is not None
            assert (found.number, found.award.id, found.is_revoked) == (number, award.id, False)

    @pytest.mark.parametrize(
        "number",
        ["", "gaon-gu-2026-2", "gaon-gu-2025-1", "nowhere-2026-1", "gaon-gu", "'; --", "가-2026-1"],
    )
    def test_finds_no_other_number(self, number: str) -> None:
        _body, award = awarded()
        assert find_certificate(number, check_code(award)) is None

    @pytest.mark.parametrize(
        "code", ["", "0000-0000-0000", "가나다라", "\x00", "\ud800", "A" * 5000]
    )
    def test_finds_nothing_by_another_code(self, code: str) -> None:
        body, award = awarded()
        assert find_certificate(certificate_number(award, body), code) is None

    def test_tells_of_one_taken_back(self) -> None:
        body, award = awarded()
        with transaction():
            revoke_award(award, "실적이 정정됨")
        found = find_certificate(certificate_number(award, body), check_code(award))
        assert found is not None
        assert found.is_revoked
