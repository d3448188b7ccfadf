"""How many units of each line: number boxes named `units-<line id>`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

WHOLE = re.compile(r"\d{1,6}")
BEYOND = 1_000_000  # more than any line can have: refused by the rule that knows the line


def read_units(form: MultiDict[str, str], left: Mapping[int, int]) -> dict[int, int]:
    """Units by line id; a box that is not there means all that is left of its line.

    What is no whole number becomes more than there can be, so that it is refused with the
    name of its line instead of being taken for something else.
    """
    return {line_id: _read(form.get(f"units-{line_id}"), most) for line_id, most in left.items()}


def _read(said: str | None, most: int) -> int:
    if said is None:
        return most
    said = said.strip()
    if not said:
        return 0
    return int(said) if WHOLE.fullmatch(said) else BEYOND
