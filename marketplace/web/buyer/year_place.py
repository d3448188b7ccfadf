"""Which institution, year and quarter a coordinator's page is about, as its address says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from marketplace.core import clock
from marketplace.core.errors import NotFound
from marketplace.procurement.models import Institution
from marketplace.procurement.months import month_of
from marketplace.web.buyer.coordinated import coordinated_institution, my_institutions
from marketplace.web.numbers import calendar_year


@dataclass(frozen=True, slots=True)
class YearPlace:
    """One institution's year; `quarter` is 0 where the page has none."""

    institution: Institution
    year: int
    quarter: int = 0

    def address(self, path: str, **more: Any) -> str:
        """Another page of the same year."""
        query: dict[str, Any] = {"institution": self.institution.slug, "year": self.year}
        if self.quarter:
            query["quarter"] = self.quarter
        return f"/buyer/coordination/{path}?{urlencode({**query, **more})}"

    def surroundings(self) -> dict[str, Any]:
        """What every page of the year shows of where it is."""
        return {
            "place": self,
            "institution": self.institution,
            "institutions": my_institutions(),
            "year": self.year,
            "quarter": self.quarter,
            "years": year_choices(),
            # The choice of institution and year takes both from here.
            "standing": {"institution": self.institution, "year": self.year},
        }


def asked_year() -> YearPlace:
    """The year of the address, this year by default; raises InstitutionNotFound."""
    institution = coordinated_institution(request.values.get("institution", ""))
    return YearPlace(institution, chosen_year())


def asked_quarter() -> YearPlace:
    """The same with a quarter, the running one by default; raises NotFound for a fifth."""
    here = asked_year()
    return YearPlace(here.institution, here.year, chosen_quarter())


def chosen_year() -> int:
    """The year of the address, this year by default."""
    return request.values.get("year", clock.today().year, type=calendar_year)


def chosen_quarter() -> int:
    """The quarter of the address, the running one by default; raises NotFound for a fifth."""
    asked = request.values.get("quarter", "")
    if not asked:
        return month_of(clock.today()).quarter
    if asked not in {"1", "2", "3", "4"}:
        raise NotFound
    return int(asked)


def year_choices() -> range:
    """Next year down to four years ago."""
    return range(clock.today().year + 1, clock.today().year - 5, -1)
