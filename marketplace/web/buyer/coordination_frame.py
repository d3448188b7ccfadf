"""What the coordinator's pages share: which body and year, what is kept in the address, tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.procurement.models import Institution
from marketplace.procurement.standing import InstitutionStanding, institution_standing
from marketplace.web.buyer.coordinated import coordinated_institution
from marketplace.web.numbers import calendar_year

HOME = "/buyer/coordination"
PER_PAGE = 100
Row = TypeVar("Row")


def asked_institution() -> Institution:
    """The one the address names, else the viewer's own."""
    return coordinated_institution(request.values.get("institution", ""))


def asked_year() -> int:
    """The year the address names, else the running one."""
    return request.values.get("year", clock.today().year, type=calendar_year)


def asked_standing(*, by_month: bool = False) -> InstitutionStanding:
    """Every department of that institution and year, month by month where that is shown."""
    return institution_standing(asked_institution().id, asked_year(), by_month=by_month)


def kept(*names: str) -> dict[str, str]:
    """What of the address stays when something else of it changes."""
    wanted = ("institution", "year", *names)
    return {name: request.values[name] for name in wanted if request.values.get(name)}


def address(to: str, **query: Any) -> str:
    """A page of the coordinator's with what is asked of it; nothing is left out of the query."""
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{HOME}{to}?{urlencode(said)}" if said else f"{HOME}{to}"


def tabs_of(standing_slug: str, year: int) -> list[dict[str, Any]]:
    """The three ways to look at a year."""
    views = (
        ("", _("부서별")),
        ("/months", _("월별")),
        ("/shares", _("구매 구성")),
    )
    return [
        {
            "label": label,
            "href": address(page, institution=standing_slug, year=year),
            "current": request.path == HOME + page,
        }
        for page, label in views
    ]


def paged(rows: Sequence[Row]) -> tuple[Sequence[Row], int, int]:
    """The rows of the page asked for, its number and how many there are; `page=all` is all."""
    pages = max(-(-len(rows) // PER_PAGE), 1)
    asked = request.values.get("page", "1")
    if asked == "all":
        return rows, 0, pages
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    number = min(max(number, 1), pages)
    return rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, pages
