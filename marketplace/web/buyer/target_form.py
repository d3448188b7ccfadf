"""What a coordinator typed about targets: how to share, and what each department gets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request

from marketplace.procurement.models import ShareBy
from marketplace.procurement.year.proposing import Way
from marketplace.procurement.year.sharing import Bounds

MOST_WON = 10**15
UNITS = (1, 1_000, 10_000, 100_000, 1_000_000)


def read_won(said: str | None) -> int | None:
    """Whole won as typed, with or without commas; None for anything else."""
    digits = (said or "").replace(",", "").replace("원", "").strip()
    fits = len(digits) < 17 and digits.isascii() and digits.isdigit() and int(digits) <= MOST_WON
    return int(digits) if fits else None


def read_way(pinned: dict[int, int] | None = None) -> Way:
    """How to share, with what cannot be read left at its usual value."""
    asked = request.values.get("share_by", "")
    unit = read_won(request.values.get("unit_won")) or 1
    bounds = Bounds(
        floor_won=read_won(request.values.get("floor_won")) or 0,
        cap_won=read_won(request.values.get("cap_won")) or None,
        unit_won=unit if unit in UNITS else 1,
    )
    percent = read_won(request.values.get("mixed_percent"))
    return Way(
        ShareBy(asked) if asked in set(ShareBy) else ShareBy.PURCHASABLE,
        bounds,
        50 if percent is None else min(percent, 100),
        pinned or {},
    )


def read_targets(ids: Iterable[int]) -> dict[int, int]:
    """Won typed for each department; nothing typed is 0, what is no amount is left out."""
    typed = {each: request.form.get(f"target-{each}", "").strip() for each in ids}
    read = {each: read_won(said) if said else 0 for each, said in typed.items()}
    return {each: won for each, won in read.items() if won is not None}


def read_pins(targets: dict[int, int]) -> dict[int, int]:
    """Those of the typed targets that stay as they are when the rest is shared anew."""
    return {each: won for each, won in targets.items() if f"pin-{each}" in request.form}


def said_of(each: Any, targets: dict[int, int]) -> str:
    """What stands in a department's field: the number, or what was typed where it is none."""
    if each in targets:
        return f"{targets[each]:,}"
    return str(request.form.get(f"target-{each}", ""))
