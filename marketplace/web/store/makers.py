"""Enterprises as people meet them: a card, declared figures, certificates with their days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.enterprises.models import (
    Certification,
    CertificationStatus,
    Enterprise,
    EnterpriseStatus,
    SocialValueReport,
)
from marketplace.web.directory import directory
from marketplace.web.filters import date_ko, in_korean, krw_short
from marketplace.web.images import Image, image_of

EMBLEM_SIZES = "6rem"
SHOWN_OF_STORY = 140
SOURCE = re.compile(r"(?:Source|출처)\s*:\s*(.+?)(?:\.\s|\.?$)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One declared figure; `year` is the year it was declared for."""

    label: str
    value: str
    year: int


@dataclass(frozen=True, slots=True)
class Paper:
    """One certificate; `period` says until when in words, `is_valid` whether it holds today."""

    name: str
    number: str
    issuer: str
    period: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class MakerCard:
    """An enterprise in a list; `sells_here` is False for one known from a public list only."""

    url: str
    name: str
    region: str
    tagline: str
    story: str
    business: str
    badges: list[str]
    figures: list[Figure]
    emblem: Image | None
    sells_here: bool


def maker_cards(enterprises: Iterable[Enterprise]) -> list[MakerCard]:
    """Cards of enterprises loaded with region, emblem, certificates and reports."""
    return [maker_card(each) for each in enterprises]


def maker_card(enterprise: Enterprise) -> MakerCard:
    """One enterprise as a card."""
    return MakerCard(
        url=f"/enterprises/{enterprise.slug}",
        name=enterprise.name,
        region=region_name(enterprise),
        tagline=enterprise.tagline,
        story=first_words(enterprise.story),
        business=enterprise.business,
        badges=held_badges(enterprise),
        figures=figures(enterprise.social_values),
        emblem=image_of(enterprise.emblem, EMBLEM_SIZES),
        sells_here=enterprise.status is EnterpriseStatus.ACTIVE,
    )


def region_name(enterprise: Enterprise) -> str:
    """Where it is, in the language of the page."""
    return enterprise.region.name if in_korean() else enterprise.region.name_en


def held_badges(enterprise: Enterprise) -> list[str]:
    """Short names of what holds today."""
    today = clock.today()
    held = tuple(each.kind.code for each in enterprise.certifications if each.holds_on(today))
    return directory().badges(held, most=3)


def first_words(story: str) -> str:
    """The beginning of a story, to the end of a sentence where one ends in time."""
    if len(story) <= SHOWN_OF_STORY:
        return story
    cut = story[:SHOWN_OF_STORY]
    end = cut.rfind(". ")
    return cut[: end + 1] if end > SHOWN_OF_STORY // 3 else cut.rstrip() + "…"


def figures(reports: Iterable[SocialValueReport]) -> list[Figure]:
    """What the latest declared year says; a figure nobody stated is not there."""
    latest = max(reports, key=lambda each: each.year, default=None)
    if latest is None:
        return []
    return [Figure(label, value, latest.year) for label, value in _stated(latest)]


def _stated(report: SocialValueReport) -> Iterable[tuple[str, str]]:
    if report.employees is not None:
        yield str(_("함께 일하는 사람")), str(_("%(n)s명", n=f"{report.employees:,}"))
    if report.vulnerable_employees is not None:
        yield (
            str(_("그 가운데 취약계층")),
            str(_("%(n)s명", n=f"{report.vulnerable_employees:,}")),
        )
    if report.community_return_won is not None:
        yield str(_("지역에 돌려준 돈")), krw_short(report.community_return_won)


def source_said(source: str) -> str:
    """The document a list names after `Source:` or `출처:`, or all that it says of itself."""
    found = SOURCE.search(source)
    return found.group(1).strip() if found else source


def papers(certifications: Iterable[Certification], is_listed: bool = False) -> list[Paper]:
    """Certificates that were ever granted: those that hold first, then the lapsed.

    `is_listed` for what is known from a public list only, where no last day means that the
    list is silent, not that there is none.
    """
    granted = (CertificationStatus.APPROVED, CertificationStatus.REVOKED)
    today = clock.today()
    shown = [_paper(each, today, is_listed) for each in certifications if each.status in granted]
    return sorted(shown, key=lambda paper: not paper.is_valid)


def _paper(certification: Certification, today: date, is_listed: bool) -> Paper:
    kind = certification.kind
    return Paper(
        name=kind.name if in_korean() else kind.name_en,
        number=certification.number,
        issuer=certification.issuer,
        period=_period(certification, today, is_listed),
        is_valid=certification.holds_on(today),
    )


def _period(certification: Certification, today: date, is_listed: bool) -> str:
    since = date_ko(certification.issued_on)
    if certification.revoked_on is not None and certification.revoked_on <= today:
        return str(_("%(day)s 지정 취소", day=date_ko(certification.revoked_on)))
    if certification.expires_on is None and is_listed:
        return str(_("%(since)s부터, 기한은 밝히지 않음", since=since))
    if certification.expires_on is None:
        return str(_("%(since)s부터, 기한 없음", since=since))
    return f"{since} – {date_ko(certification.expires_on)}"
