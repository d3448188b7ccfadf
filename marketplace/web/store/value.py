"""내 구매의 가치: what a member's orders did, from real sums and from what makers declared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.core.permissions import Permission
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.queries import list_with_reports
from marketplace.orders.worth import Paid, paid_by_maker, paid_by_region, whole_of
from marketplace.web.access import access
from marketplace.web.directory import directory
from marketplace.web.filters import in_korean, won
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.makers import Figure, figures, region_name, source_said
from marketplace.web.store.points_switch import points_rule

HERE = "/account/value"
MOST_MAKERS = 40


@dataclass(frozen=True, slots=True)
class MakerShare:
    """One maker: what was paid to it, and what it declared; no figures means it declared none."""

    url: str
    name: str
    region: str
    paid_text: str
    figures: list[Figure]
    year: int | None
    source: str


@store.get(HERE)
@access(Permission.ACCOUNT_MANAGE)
def account_value() -> ResponseReturnValue:
    """Sums by maker, kind and region, beside the makers' own figures."""
    whole, paid = whole_of(current_user.id), paid_by_maker(current_user.id)
    sums = _by_maker(paid)
    regions = paid_by_region(current_user.id)
    return render_template(
        "store/accounts/value.html",
        whole=whole,
        makers=_makers(sums),
        maker_count=len(sums),
        left_out=max(len(sums) - MOST_MAKERS, 0),
        kinds=_kinds(paid),
        regions=[
            (each.name if in_korean() else each.name_en, each.makers, won(each.paid_won))
            for each in regions
        ],
        points_on=points_rule() is not None,
        account_tabs=account_tabs(HERE),
    )


def _by_maker(paid: Iterable[Paid]) -> dict[int, int]:
    """Won by enterprise, the largest first."""
    sums: dict[int, int] = {}
    for each in paid:
        sums[each.enterprise_id] = sums.get(each.enterprise_id, 0) + each.paid_won
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))


def _makers(sums: dict[int, int]) -> list[MakerShare]:
    shown = list(sums)[:MOST_MAKERS]
    found = {each.id: each for each in list_with_reports(shown)}
    return [_share(found[each], sums[each]) for each in shown if each in found]


def _share(maker: Enterprise, paid_won: int) -> MakerShare:
    latest = max(maker.social_values, key=lambda each: each.year, default=None)
    said = figures(maker.social_values)
    return MakerShare(
        url=f"/enterprises/{maker.slug}",
        name=maker.name,
        region=region_name(maker),
        paid_text=won(paid_won),
        figures=said,
        year=latest.year if latest and said else None,
        source=source_said(latest.source) if latest else "",
    )


def _kinds(paid: Iterable[Paid]) -> list[tuple[str, str]]:
    """Won by kind of certification; what was bought of two kinds counts in both."""
    names, sums = directory().certifications, dict[str, int]()
    said: dict[str, str] = {}
    without = 0
    for each in paid:
        without += each.paid_won if not each.kinds else 0
        for code, name in each.kinds.items():
            said[code] = names[code].name if code in names else name
            sums[code] = sums.get(code, 0) + each.paid_won
    rows = [(said[code], won(sums[code])) for code in sorted(sums, key=lambda c: -sums[c])]
    return rows + ([(str(_("그날 확인된 인증 없음")), won(without))] if without else [])
