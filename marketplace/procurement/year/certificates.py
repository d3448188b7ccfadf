"""Certificates of award: what is printed, in which language, and how anybody checks one.

A number names institution, year and award (GAON-2025-1). The check code is made of the award's
unguessable id, so that nobody finds certificates by counting; neither is a person's datum.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.procurement.institutions import find_institution
from marketplace.procurement.models import Award, AwardGrade, Institution, InstitutionKind
from marketplace.procurement.year.evaluation_paper import GRADE_WORDS, usual_giver

# Crockford's digits: nothing in them is read as something else, and what is typed wrong is mended.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
CODE_LENGTH, GROUP = 12, 4  # 60 bits
NUMBER = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)-(\d{4})-(\d{1,6})")

GRADE_ENGLISH = {
    AwardGrade.GRAND: "Grand Prize",
    AwardGrade.EXCELLENT: "Excellence Award",
    AwardGrade.ENCOURAGEMENT: "Encouragement Award",
    AwardGrade.SPECIAL: "Special Award",
}
HEADS = {
    InstitutionKind.DISTRICT: "Mayor of {name}",
    InstitutionKind.CITY: "Mayor of {name}",
    InstitutionKind.EDUCATION_OFFICE: "Superintendent of {name}",
    InstitutionKind.SCHOOL: "Principal of {name}",
}
OTHER_HEAD = "Head of {name}"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What anybody who holds number and code may know: nothing about a person."""

    number: str
    institution: Institution
    award: Award

    @property
    def given_on(self) -> date:
        return given_on(self.award)

    @property
    def is_revoked(self) -> bool:
        return self.award.revoked_at is not None


def certificate_number(award: Award, institution: Institution) -> str:
    """GAON-2025-1: unique among all institutions, as it is printed and typed."""
    return f"{institution.slug}-{award.year}-{award.number}".upper()


def check_code(award: Award) -> str:
    """Twelve letters in three groups, the same for ever, made of nothing that is printed."""
    digest = hashlib.sha256(f"certificate:{award.public_id}".encode()).digest()
    plain = "".join(DIGITS[byte & 31] for byte in digest[:CODE_LENGTH])
    return "-".join(plain[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))


def find_certificate(number: str, code: str) -> Certificate | None:
    """The certificate of a number with its code, however both are typed; None for any other."""
    named = NUMBER.fullmatch(number.strip().lower())
    if named is None:
        return None
    institution = find_institution(named[1])
    if institution is None:
        return None
    query = (
        select(Award)
        .filter_by(institution_id=institution.id, year=int(named[2]), number=int(named[3]))
        .options(joinedload(Award.department, innerjoin=True))
    )
    award = db.session.scalar(query)
    if award is None or not compare_digest(_plain(check_code(award)), _plain(code)):
        return None
    return Certificate(certificate_number(award, institution), institution, award)


def _plain(code: str) -> bytes:
    """Letters and digits only, misread ones mended; anything else fits no code."""
    return re.sub(r"[\s-]", "", code).upper().translate(MISREAD).encode("utf-8", "replace")


def given_on(award: Award) -> date:
    """The day on the certificate, in Seoul."""
    return clock.seoul(award.given_at).date()


def certificate_data(
    award: Award,
    institution: Institution,
    language: str = "ko",
    *,
    check_at: str = "",
    qr: str = "",
) -> dict[str, Any]:
    """What templates/documents/certificate.typ takes, in `ko` or `en`.

    `check_at` is the public address where number and code are checked, `qr` the same as a
    drawing in SVG. The reason stands as it was written, so an English certificate leaves it out.
    """
    said = _english(award, institution) if language == "en" else _korean(award, institution)
    number, code = certificate_number(award, institution), check_code(award)
    words = CHECKED_ENGLISH if language == "en" else CHECKED_KOREAN
    return {
        **said,
        "lang": language,
        "check": {
            "number": words["number"].format(number=number),
            "code": words["code"].format(code=code),
            "at": words["at"].format(at=check_at) if check_at else "",
            "qr": qr,
            "qr_words": words["qr"],
        },
    }


CHECKED_KOREAN = {
    "number": "확인 번호 {number}",
    "code": "확인 코드 {code}",
    "at": "진위 확인 {at}",
    "qr": "이 상장을 확인하는 주소의 QR 코드",
}
CHECKED_ENGLISH = {
    "number": "Certificate number {number}",
    "code": "Check code {code}",
    "at": "Verify at {at}",
    "qr": "QR code of the address that verifies this certificate",
}


def _korean(award: Award, institution: Institution) -> dict[str, Any]:
    grade, day = GRADE_WORDS[award.grade], given_on(award)
    return {
        "title": f"상장 제{award.year}-{award.number}호",
        "heading": "상장",
        "number": f"제 {award.year}-{award.number} 호",
        "grade": grade,
        "receiver": award.department.name,
        "words": (
            f"귀 부서는 {award.year}년 사회적경제기업 제품 구매에 힘써 "
            f"구매실적 평가에서 {grade} 부서로 선정되었으므로 이에 상장을 드립니다."
        ),
        "reason": award.reason,
        "day": f"{day.year}년 {day.month}월 {day.day}일",
        "giver": award.giver,
        "seal": "직인",
        "issuer": institution.name,
    }


def _english(award: Award, institution: Institution) -> dict[str, Any]:
    grade, day = GRADE_ENGLISH[award.grade], given_on(award)
    return {
        "title": f"Certificate of Award No. {award.year}-{award.number}",
        "heading": "Certificate of Award",
        "number": f"No. {award.year}-{award.number}",
        "grade": grade,
        "receiver": award.department.name_en or award.department.name,
        "words": (
            f"is presented with this certificate in recognition of its purchases from "
            f"social-economy enterprises, having earned the {grade} in the evaluation of the "
            f"year {award.year}."
        ),
        "reason": "",
        "day": f"{day:%B} {day.day}, {day.year}",
        "giver": _giver_in_english(award, institution),
        "seal": "SEAL",
        "issuer": institution.name_en or institution.name,
    }


def _giver_in_english(award: Award, institution: Institution) -> str:
    """The office of the usual giver; any other stands as it was typed."""
    if award.giver != usual_giver(institution):
        return award.giver
    name = institution.name_en or institution.name
    return HEADS.get(institution.kind, OTHER_HEAD).format(name=name)
