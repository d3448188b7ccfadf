"""A first hint on how a contract may come about: information from dated rows, never a decision.

Counting toward a quota and contracting directly are two questions; a kind may have one and
not the other. What is not known is said to be unknown, never taken for a yes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.procurement.models import InstitutionKind

REFERENCE = Path(__file__).parent / "reference" / "contract-limits.toml"


class Question(StrEnum):
    DIRECT_CONTRACT = "direct_contract"
    ONE_QUOTE = "one_quote"


class Answer(StrEnum):
    """From best to worst; the best that any row gives is the answer."""

    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"
    NOT_SO = "not_so"  # competition, or two quotes, is needed
    OUTSIDE = "outside"  # other rules than these hold for the body


class Need(StrEnum):
    NOTHING = ""
    EMPLOYMENT_RATIO = "employment_ratio"
    SMALL_BUSINESS = "small_business"


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One dated row of law; `up_to_won` is without VAT, None where no limit is stated."""

    question: Question
    up_to_won: int | None
    who: frozenset[str]
    needs: Need
    ratio_basis_points: int
    article: str
    confidence: str
    noted_on: date
    in_force_from: date | None
    in_force_until: date | None

    def in_force_on(self, day: date) -> bool:
        """Whether the row holds on `day`, as far as its dates are known."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_until is None or day <= self.in_force_until
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """All rows of one law and the bodies it is for."""

    law: str
    applies_to: frozenset[str]
    rows: tuple[LimitRow, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked about: one seller's part of a request, without VAT.

    `ratio_basis_points` is what a certificate that holds on the day shows, None without one.
    `bought_before_won` is what the department bought from the seller this year, without VAT.
    """

    body: InstitutionKind
    net_won: int
    kinds_held: frozenset[str]
    ratio_basis_points: int | None
    bought_before_won: int
    day: date


@dataclass(frozen=True, slots=True)
class Hint:
    """An answer, the row it rests on, and whether the year's sum would pass that row's limit."""

    question: Question
    answer: Answer
    row: LimitRow | None = None
    passes_limit_with_the_year: bool = False


@cache
def read_limits() -> Limits:
    """The reference rows, read once a process."""
    said = tomllib.loads(REFERENCE.read_text(encoding="utf-8"))
    rows = tuple(_row(each) for each in said["row"])
    return Limits(said["law"], frozenset(said["applies_to"]), rows)


def _row(said: dict[str, Any]) -> LimitRow:
    return LimitRow(
        question=Question(said["question"]),
        up_to_won=said.get("up_to_won"),
        who=frozenset(said["who"]),
        needs=Need(said.get("needs", "")),
        ratio_basis_points=said.get("ratio_basis_points", 0),
        article=said["article"],
        confidence=said["confidence"],
        noted_on=said["noted_on"],
        in_force_from=said.get("in_force_from"),
        in_force_until=said.get("in_force_until"),
    )


def hints(case: Case, limits: Limits | None = None) -> list[Hint]:
    """A hint for each question, in order."""
    known = limits or read_limits()
    return [hint(question, case, known) for question in Question]


def hint(question: Question, case: Case, limits: Limits) -> Hint:
    """The best answer any row in force gives for the case."""
    if case.body.value not in limits.applies_to:
        return Hint(question, Answer.OUTSIDE)
    rows = [row for row in limits.rows if row.question is question and row.in_force_on(case.day)]
    found = [(answer, row) for row in rows if (answer := _answer(row, case)) is not None]
    if not found:
        return Hint(question, Answer.NOT_SO, _widest(rows))
    order = list(Answer)
    answer, row = min(found, key=lambda each: (order.index(each[0]), -_limit(each[1])))
    with_the_year = case.net_won + case.bought_before_won
    return Hint(question, answer, row, with_the_year > _limit(row))


def _answer(row: LimitRow, case: Case) -> Answer | None:
    if case.net_won > _limit(row):
        return None
    if row.who and not row.who & case.kinds_held:
        return None
    match row.needs:
        case Need.EMPLOYMENT_RATIO:
            shown = case.ratio_basis_points or 0
            return Answer.POSSIBLE if shown >= row.ratio_basis_points else Answer.CONDITIONAL
        case Need.SMALL_BUSINESS:
            return Answer.UNKNOWN
    return Answer.POSSIBLE


def _limit(row: LimitRow) -> int:
    return 10**15 if row.up_to_won is None else row.up_to_won


def _widest(rows: Sequence[LimitRow]) -> LimitRow | None:
    limited = [row for row in rows if row.up_to_won is not None]
    return max(limited, key=_limit, default=None)
