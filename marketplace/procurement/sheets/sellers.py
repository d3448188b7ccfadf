"""Who sold it: enterprises known here, by number or by name, and what a sheet states of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.core.grids import fold
from marketplace.enterprises.kinds import kind_codes_by_word, list_kinds
from marketplace.enterprises.models import Enterprise
from marketplace.procurement.counting import Designation
from marketplace.procurement.designations import read_designations
from marketplace.procurement.sheets.reading import SheetRow
from marketplace.procurement.similar import Seller

V = TypeVar("V")

AT_ONCE = 800  # values of one IN list, far below what either database takes
FORMS = re.compile(r"\(주\)|㈜|주식회사|\(유\)|유한회사|\(사\)|사단법인|\(재\)|재단법인")
SEVERAL = re.compile(r"[,;/·+&\n]")
NONE_STATED = re.compile(
    r"^(?:-|–|해당\s*없음|없음|일반(?:기업|업체)?|x|no|미인증|기타)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class KnownSellers:
    """Enterprises of a sheet's sellers, and every designation they have had."""

    by_number: Mapping[str, Seller]
    by_name: Mapping[str, Seller]
    designations: Mapping[int, tuple[Designation, ...]]

    def find(self, row: SheetRow) -> Seller:
        """The enterprise a row names: by its number where it has one, else by its name alone."""
        if row.business_number:
            unknown = Seller(None, row.seller, row.business_number)
            return self.by_number.get(row.business_number, unknown)
        return self.by_name.get(plain_name(row.seller), Seller(None, row.seller, ""))


def plain_name(said: str) -> str:
    """A firm's name without its legal form and blanks."""
    return FORMS.sub("", said.replace("㈜", "(주)")).replace(" ", "").casefold()


def _spellings(said: str) -> set[str]:
    bare = " ".join(FORMS.sub("", fold(said)).split())
    return {
        *(said, fold(said), bare, f"(주){bare}", f"㈜{bare}", f"주식회사 {bare}"),
        *(f"{bare}(주)", f"{bare} 주식회사", f"주식회사{bare}"),
    }


def read_sellers(rows: Sequence[SheetRow]) -> KnownSellers:
    """The enterprises rows name, in a number of statements that grows by the thousand."""
    numbers = {row.business_number for row in rows if row.business_number}
    names = {row.seller for row in rows if row.seller and not row.business_number}
    wanted = {spelling for name in names for spelling in _spellings(name)}
    columns = (Enterprise.id, Enterprise.name, Enterprise.business_number)
    by_number: dict[str, Seller] = {}
    named: dict[str, set[Seller]] = {}
    for part in in_parts(sorted(numbers)):
        for key, name, number in db.session.execute(
            select(*columns).where(Enterprise.business_number.in_(part))
        ):
            by_number[str(number)] = Seller(key, name, str(number))
    for part in in_parts(sorted(wanted)):
        for key, name, number in db.session.execute(
            select(*columns).where(Enterprise.name.in_(part))
        ):
            named.setdefault(plain_name(name), set()).add(Seller(key, name, number or ""))
    by_name = {name: found.pop() for name, found in named.items() if len(found) == 1}
    ids = {each.enterprise_id for each in (*by_number.values(), *by_name.values())}
    designations: dict[int, tuple[Designation, ...]] = {}
    for some in in_parts(sorted(filter(None, ids))):
        designations.update(read_designations(some))
    return KnownSellers(by_number, by_name, designations)


def in_parts(values: Sequence[V]) -> Iterable[list[V]]:
    """Long lists in parts a statement can take."""
    return (list(values[at : at + AT_ONCE]) for at in range(0, len(values), AT_ONCE))


@dataclass(frozen=True, slots=True)
class StatedKinds:
    """The kinds of designation by every word a sheet may use."""

    codes: Mapping[str, str]
    names: Mapping[str, str]

    def read(self, said: str, day: date) -> tuple[Designation, ...] | None:
        """What a cell states for one day; None when it says something no kind is called.

        A sheet shows no certificate, so it is stated for the day of the purchase only.
        """
        found = []
        for part in SEVERAL.split(said):
            word = fold(part).replace(" ", "")
            if NONE_STATED.match(word):
                continue
            code = self._code(word)
            if code is None:
                return None
            name = self.names.get(code, word)
            found.append(Designation(code, name, "", day, day, is_stated=True))
        return tuple(found)

    def _code(self, word: str) -> str | None:
        if word in self.codes:
            return self.codes[word]
        if "예비" in word and "사회적" in word:
            return "preliminary_social"
        bare = re.sub(r"\(.*?\)|인증$", "", word)
        longest = sorted(self.codes, key=len, reverse=True)
        return next(
            (self.codes[known] for known in longest if len(known) > 2 and known in bare), None
        )


def read_stated_kinds() -> StatedKinds:
    """Every kind by its words, in one statement."""
    codes = {word.replace(" ", ""): code for word, code in kind_codes_by_word().items()}
    return StatedKinds(codes, {kind.code: kind.name for kind in list_kinds()})
