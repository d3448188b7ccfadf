"""How an institution's counted purchases divide, and how much lies with a few sellers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from sqlalchemy import func, select

from marketplace.core.database import db
from marketplace.core.money import rate_percent
from marketplace.procurement.models import PurchaseRecord
from marketplace.procurement.overview.selecting import CODES, Selection, Share, joined

LARGEST = 5
# Bounds of market concentration by HHI (0–10,000): 공정거래위원회 기업결합 심사기준.
MODERATE, HIGH = 1_200, 2_500


@dataclass(frozen=True, slots=True)
class Part:
    """One code of a share: its won, records, and percent of the whole (None of nothing)."""

    code: str
    counted_won: int
    record_count: int
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller by its key, under the last name it was recorded with."""

    key: str
    name: str
    counted_won: int
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much lies with a few sellers; the HHI is the sum of squared percentages, 0–10,000."""

    seller_count: int
    largest: tuple[Seller, ...]
    top_percent: Decimal | None
    hhi: int | None

    @property
    def level(self) -> str:
        """`low`, `moderate` or `high`; empty where nothing was bought."""
        if self.hhi is None:
            return ""
        return "low" if self.hhi < MODERATE else "moderate" if self.hhi < HIGH else "high"


@dataclass(frozen=True, slots=True)
class Shares:
    """A year's counted purchases, divided in every way; parts of each share add up to the whole."""

    counted_won: int
    record_count: int
    parts: Mapping[Share, tuple[Part, ...]]
    concentration: Concentration


def read_shares(institution_id: int, year: int) -> Shares:
    """Every share of an institution's year from one statement over its counted records."""
    asked = Selection(institution_id, year, counts=True)
    columns = [CODES[share].label(share.value) for share in Share]
    sums = (
        func.max(PurchaseRecord.seller_name),
        func.sum(PurchaseRecord.counted_won),
        func.count(PurchaseRecord.id),
    )
    query = joined(select(*columns, *sums), asked).group_by(*columns)
    return divide(
        [(row[:-3], row[-3], int(row[-2]), int(row[-1])) for row in db.session.execute(query)]
    )


Grouped = tuple[Sequence[str], str, int, int]  # codes by share, a seller's name, won, records


def divide(groups: Iterable[Grouped]) -> Shares:
    """Shares of grouped sums; the order of the groups does not matter."""
    won: dict[Share, dict[str, int]] = {share: defaultdict(int) for share in Share}
    counts: dict[Share, dict[str, int]] = {share: defaultdict(int) for share in Share}
    names: dict[str, str] = {}
    total = records = 0
    for codes, name, sum_won, count in groups:
        total, records = total + sum_won, records + count
        for share, code in zip(Share, codes, strict=True):
            won[share][code] += sum_won
            counts[share][code] += count
        key = codes[-1]
        names[key] = max(name, names.get(key, ""))
    parts: dict[Share, tuple[Part, ...]] = {
        share: tuple(
            Part(code, each, counts[share][code], rate_percent(each, total) if total > 0 else None)
            for code, each in _largest_first(won[share])
        )
        for share in Share
        if share is not Share.SELLER
    }
    return Shares(total, records, parts, _concentration(won[Share.SELLER], names))


def _largest_first(won: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(won.items(), key=lambda each: (-each[1], each[0]))


def _concentration(won: Mapping[str, int], names: Mapping[str, str]) -> Concentration:
    """Sellers whose purchases were all taken back have no share and are left out."""
    sellers = [(key, each) for key, each in _largest_first(won) if each > 0]
    whole = sum(each for _, each in sellers)
    largest = tuple(
        Seller(key, names[key], each, rate_percent(each, whole)) for key, each in sellers[:LARGEST]
    )
    if not whole:
        return Concentration(0, (), None, None)
    top = rate_percent(sum(each.counted_won for each in largest), whole)
    squares = sum(each * each for _, each in sellers)
    hhi = (2 * 10_000 * squares + whole * whole) // (2 * whole * whole)
    return Concentration(len(sellers), largest, top, hhi)


def mean_won(amounts: Sequence[int]) -> int | None:
    """The arithmetic mean to the won, half up; None of nothing."""
    if not amounts:
        return None
    return (2 * sum(amounts) + len(amounts)) // (2 * len(amounts))


def median_won(amounts: Sequence[int]) -> int | None:
    """The middle amount, of two the mean to the won; None of nothing."""
    return int(median(amounts)) if amounts else None
