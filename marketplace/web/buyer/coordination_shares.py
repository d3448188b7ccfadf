"""How an institution's counted purchases divide, and how much lies with a few sellers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace.catalog.models import Category
from marketplace.core import clock
from marketplace.core.csv_writing import Cell
from marketplace.core.database import db
from marketplace.core.permissions import Permission
from marketplace.enterprises.models import CertificationKind
from marketplace.procurement.overview.remembering import remembered
from marketplace.procurement.overview.selecting import UNKNOWN, Channel, Nearness, Share
from marketplace.procurement.overview.shares import Shares, read_shares
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import my_institutions
from marketplace.web.buyer.coordination_frame import (
    address,
    asked_institution,
    asked_year,
    tabs_of,
)
from marketplace.web.downloads import csv_download
from marketplace.web.filters import in_korean

TITLES: Mapping[Share, Any] = {
    Share.CERTIFICATION: _l("기업 유형"),
    Share.KIND: _l("물품, 용역, 공사"),
    Share.CATEGORY: _l("상품 갈래"),
    Share.METHOD: _l("계약 방법"),
    Share.CHANNEL: _l("산 곳"),
    Share.NEARNESS: _l("관내 기업"),
}
CHANNELS = {
    Channel.PLATFORM: _l("이음장터"),
    Channel.OUTSIDE: _l("외부 구매"),
    Channel.SECOND_TIER: _l("2차 구매"),
}
NEARNESS = {
    Nearness.NEAR: _l("관내"),
    Nearness.FAR: _l("관외"),
    Nearness.UNKNOWN: _l("모름"),
}
LEVELS = {
    "low": _l("고르게 나뉨"),
    "moderate": _l("다소 몰림"),
    "high": _l("몇 곳에 몰림"),
}
MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One part in words, with the purchases behind it."""

    label: str
    counted_won: int
    record_count: int
    percent: Decimal | None
    href: str


@dataclass(frozen=True, slots=True)
class ShareTable:
    """One way of dividing; `others_won` is what does not fit the table."""

    title: str
    lines: tuple[ShareLine, ...]


@buyer.get("/coordination/shares")
@access(Permission.QUOTA_COORDINATE)
def coordination_shares() -> ResponseReturnValue:
    """Shares of one year; every amount opens the purchases behind it."""
    institution, year = asked_institution(), asked_year()
    shares = _shares(institution.id, year)
    return render_template(
        "buyer/coordination/shares.html",
        institution=institution,
        year=year,
        shares=shares,
        tables=list(_tables(shares, institution.slug, year)),
        seller_href=lambda key: _href(institution.slug, year, Share.SELLER, key),
        levels=LEVELS,
        tabs_here=tabs_of(institution.slug, year),
        institutions=my_institutions(),
        years=range(clock.today().year, clock.today().year - 5, -1),
    )


@buyer.get("/coordination/shares.csv")
@access(Permission.QUOTA_COORDINATE)
def coordination_shares_csv() -> ResponseReturnValue:
    """Every part of every share as one table."""
    institution, year = asked_institution(), asked_year()
    shares = _shares(institution.id, year)
    heading = [_("나눈 기준"), _("구분"), _("실적(원)"), _("기록"), _("비율(%)")]
    return csv_download(
        f"{institution.slug}-{year}-{_('구매구성')}",
        [str(each) for each in heading],
        _cells(_tables(shares, institution.slug, year, most=None)),
    )


def _shares(institution_id: int, year: int) -> Shares:
    return remembered("shares", institution_id, year, lambda: read_shares(institution_id, year))


def _cells(tables: Iterator[ShareTable]) -> Iterator[list[Cell]]:
    for table in tables:
        for each in table.lines:
            yield [table.title, each.label, each.counted_won, each.record_count, each.percent]


def _tables(
    shares: Shares, slug: str, year: int, most: int | None = MOST_PARTS
) -> Iterator[ShareTable]:
    names = share_names()
    for share, title in TITLES.items():
        lines = tuple(
            ShareLine(
                name_of(names, share, part.code),
                part.counted_won,
                part.record_count,
                part.percent,
                _href(slug, year, share, part.code),
            )
            for part in shares.parts[share][:most]
        )
        yield ShareTable(str(title), lines)


def _href(slug: str, year: int, share: Share, code: str) -> str:
    return address(
        "/records", institution=slug, year=year, counts="yes", share=share.value, code=code
    )


Names = Mapping[Share, Mapping[str, str]]


def share_names() -> Names:
    """Codes in words, in two statements."""
    return {
        Share.CERTIFICATION: _named(CertificationKind),
        Share.CATEGORY: _named(Category),
        Share.KIND: {each.value: str(word) for each, word in words.KIND.items()},
        Share.METHOD: {each.value: str(word) for each, word in words.METHOD.items()},
        Share.CHANNEL: {each.value: str(word) for each, word in CHANNELS.items()},
        Share.NEARNESS: {each.value: str(word) for each, word in NEARNESS.items()},
    }


def _named(model: type[CertificationKind] | type[Category]) -> dict[str, str]:
    name = model.name if in_korean() else model.name_en
    return dict(db.session.execute(select(model.code, name)).all())


def name_of(names: Names, share: Share, code: str) -> str:
    """A code in words; what nobody stated says so, an unknown code stands for itself."""
    if code == UNKNOWN:
        return str(_("분류 없음") if share is Share.CATEGORY else _("모름"))
    return names.get(share, {}).get(code, code)
