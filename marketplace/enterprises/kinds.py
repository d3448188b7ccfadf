"""The kinds of designation everybody knows; local ones are added as rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.enterprises.models import CertificationKind


@dataclass(frozen=True, slots=True)
class StandardKind:
    """One kind by its code, full and short Korean names and English name."""

    code: str
    name: str
    short_name: str
    name_en: str


STANDARD_KINDS = (
    StandardKind("certified_social", "인증사회적기업", "사회적기업", "Certified social enterprise"),
    StandardKind(
        "preliminary_social_regional",
        "예비사회적기업(지역형)",
        "예비사회적기업",
        "Preliminary social enterprise (regional)",
    ),
    StandardKind(
        "preliminary_social_ministry",
        "예비사회적기업(부처형)",
        "예비사회적기업",
        "Preliminary social enterprise (ministry)",
    ),
    # Public lists often do not say by whom a preliminary enterprise was designated.
    StandardKind(
        "preliminary_social", "예비사회적기업", "예비사회적기업", "Preliminary social enterprise"
    ),
    StandardKind("village", "마을기업", "마을기업", "Village enterprise"),
    StandardKind("cooperative", "협동조합", "협동조합", "Cooperative"),
    StandardKind("social_cooperative", "사회적협동조합", "사회적협동조합", "Social cooperative"),
    StandardKind("self_support", "자활기업", "자활기업", "Self-support enterprise"),
    StandardKind("social_venture", "소셜벤처", "소셜벤처", "Social venture"),
    StandardKind("sharing", "공유기업", "공유기업", "Sharing enterprise"),
    StandardKind("women", "여성기업", "여성기업", "Women's enterprise"),
    StandardKind("disabled", "장애인기업", "장애인기업", "Disabled persons' enterprise"),
    StandardKind(
        "disabled_standard_workplace",
        "장애인표준사업장",
        "장애인표준사업장",
        "Standard workplace for disabled persons",
    ),
    StandardKind(
        "severely_disabled_facility",
        "중증장애인생산품 생산시설",
        "중증장애인생산품",
        "Production facility of severely disabled persons",
    ),
    StandardKind("fair_trade", "공정무역", "공정무역", "Fair trade"),
)

# How public lists shorten the names.
SHORT_FORMS = {
    "인증": "certified_social",
    "사회적기업": "certified_social",
    "예비": "preliminary_social",
    "지역형 예비사회적기업": "preliminary_social_regional",
    "부처형 예비사회적기업": "preliminary_social_ministry",
    "표준사업장": "disabled_standard_workplace",
}


def add_missing_kinds() -> int:
    """Add every standard kind that is not there, by code or name; returns how many were added."""
    known = db.session.execute(select(CertificationKind.code, CertificationKind.name)).all()
    taken = {word for row in known for word in row}
    missing = [kind for kind in STANDARD_KINDS if kind.code not in taken and kind.name not in taken]
    for kind in missing:
        db.session.add(
            CertificationKind(
                code=kind.code,
                name=kind.name,
                name_en=kind.name_en,
                short_name=kind.short_name,
                position=STANDARD_KINDS.index(kind) + 1,
            )
        )
    db.session.flush()
    return len(missing)


def list_kinds() -> list[CertificationKind]:
    """Every kind in the order badges stand."""
    query = select(CertificationKind).order_by(CertificationKind.position, CertificationKind.id)
    return list(db.session.scalars(query))


def kind_codes_by_word() -> dict[str, str]:
    """The code of every kind under each word a list may call it by: name, code, short form."""
    named = {kind.name: kind.code for kind in STANDARD_KINDS}
    named.update({kind.name: kind.code for kind in list_kinds()})
    return named | SHORT_FORMS | {code: code for code in named.values()}
