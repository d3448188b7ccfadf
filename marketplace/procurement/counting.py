"""Does a purchase count toward the quota: one pure decision from a rule, a seller and a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from marketplace.procurement.models import (
    CountsOn,
    NotCountedReason,
    PurchaseKind,
    PurchaseTier,
    RelatedBodies,
)

FAR = date.max


class CountingRule(Protocol):
    """What a quota rule must say for a purchase to be judged."""

    @property
    def counted_kinds(self) -> Sequence[str]: ...
    @property
    def counted_certifications(self) -> Sequence[str]: ...
    @property
    def vat_included(self) -> bool: ...
    @property
    def second_tier(self) -> RelatedBodies: ...


@dataclass(frozen=True, slots=True)
class Designation:
    """An approved certification of a seller; `expires_on` is its last valid day.

    `is_stated` says that a person of the department wrote down what a paper showed, because
    the seller is not known here.
    """

    kind: str
    name: str
    number: str
    issued_on: date
    expires_on: date | None
    revoked_on: date | None = None
    is_stated: bool = False

    @property
    def ended_on(self) -> date:
        """The last day it held; date.max while it has no end."""
        revoked = date.fromordinal(self.revoked_on.toordinal() - 1) if self.revoked_on else FAR
        return min(self.expires_on or FAR, revoked)

    def holds_on(self, day: date) -> bool:
        """Begun, not expired and not revoked on `day`."""
        return self.issued_on <= day <= self.ended_on


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a purchase adds to the quota, and by which designation or for which reason not."""

    reason: NotCountedReason | None
    certification: Designation | None
    counted_won: int

    @property
    def counts(self) -> bool:
        return self.reason is None


def assess(
    rule: CountingRule | None,
    kind: PurchaseKind,
    designations: Iterable[Designation],
    day: date,
    net_won: int,
    vat_won: int,
    *,
    tier: PurchaseTier = PurchaseTier.DIRECT,
) -> Assessment:
    """Judge a purchase on its counting day; what is not known to count does not.

    `designations` are the approved ones, held or lapsed. Of several that count, the one that
    holds longest is named; of several that lapsed, the last. A designation counts only if it
    holds on `day`.
    """
    if rule is None:
        return Assessment(NotCountedReason.NO_RULE, None, 0)
    if kind.value not in rule.counted_kinds:
        return Assessment(NotCountedReason.KIND_NOT_COUNTED, None, 0)
    if tier is PurchaseTier.SECOND and rule.second_tier is RelatedBodies.BESIDE:
        return Assessment(NotCountedReason.SECOND_TIER_BESIDE, None, 0)
    reason, named = _judge(rule, tuple(designations), day)
    if reason is not None:
        return Assessment(reason, named, 0)
    return Assessment(None, named, net_won + vat_won if rule.vat_included else net_won)


def _judge(
    rule: CountingRule, designations: Sequence[Designation], day: date
) -> tuple[NotCountedReason | None, Designation | None]:
    begun = [each for each in designations if each.issued_on <= day]
    listed = [each for each in begun if each.kind in rule.counted_certifications]
    held = [each for each in listed if each.holds_on(day)]
    if held:
        return None, _longest(held)
    if listed:
        return NotCountedReason.CERTIFICATION_LAPSED, _longest(listed)
    others = [each for each in begun if each.holds_on(day)]
    if others:
        return NotCountedReason.CERTIFICATION_UNLISTED, _longest(others)
    return NotCountedReason.NO_CERTIFICATION, None


def _longest(designations: Sequence[Designation]) -> Designation:
    return max(designations, key=lambda each: (each.ended_on, each.issued_on, each.kind))


def counting_day(
    counts_on: Callable[[date], CountsOn],
    ordered_on: date,
    accepted_on: date,
    paid_on: date | None,
) -> date | None:
    """The day that decides month, year and certification; None while it has not come.

    `counts_on` says what the rule in force on a day counts on. It is the first step on whose
    own day the rule names that step or an earlier one. So a purchase under way while the rule
    changes has exactly one counting day, and it is the day of something that happened: what
    was accepted under a rule that counts on payment, and paid under one that counts on
    acceptance, counts on its payment and by the rule of that day. No year loses it and no
    two years have it.
    """
    steps = (
        (CountsOn.ORDER, ordered_on),
        (CountsOn.ACCEPTANCE, accepted_on),
        (CountsOn.PAYMENT, paid_on),
    )
    past: set[CountsOn] = set()
    for step, day in steps:
        past.add(step)
        if day is not None and counts_on(day) in past:
            return day
    return None


def snapshot(designation: Designation | None) -> dict[str, Any]:
    """What a record keeps of the designation that decided it, as JSON scalars."""
    if designation is None:
        return {}
    kept: dict[str, Any] = {
        "kind": designation.kind,
        "name": designation.name,
        "number": designation.number,
        "issued_on": designation.issued_on.isoformat(),
        "expires_on": designation.expires_on.isoformat() if designation.expires_on else None,
    }
    if designation.revoked_on:
        kept["revoked_on"] = designation.revoked_on.isoformat()
    if designation.is_stated:
        kept["is_stated"] = True
    return kept


def restored(kept: dict[str, Any]) -> Designation | None:
    """The designation of a snapshot, None when nothing was kept."""
    if not kept:
        return None

    def day(name: str) -> date | None:
        return date.fromisoformat(kept[name]) if kept.get(name) else None

    return Designation(
        kind=kept["kind"],
        name=kept["name"],
        number=kept["number"],
        issued_on=date.fromisoformat(kept["issued_on"]),
        expires_on=day("expires_on"),
        revoked_on=day("revoked_on"),
        is_stated=bool(kept.get("is_stated")),
    )
