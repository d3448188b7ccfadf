"""Numbers as they come with a request: none is larger than both databases can be asked about."""

from __future__ import annotations

from datetime import MAXYEAR
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

from marketplace.core.pagination import LARGEST_INTEGER

MOST_DIGITS = len(str(LARGEST_INTEGER))


class StoredInteger(IntegerConverter):
    """`<int:…>` of every address: a number no row can have is no address."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.max = LARGEST_INTEGER if self.max is None else self.max

    def to_python(self, value: str) -> int:
        """The number; raises ValidationError, which routing answers with 404."""
        if len(value) > MOST_DIGITS:  # Python itself refuses to read thousands of digits
            raise ValidationError
        found: int = super().to_python(value)
        return found


def stored_number(said: str) -> int:
    """A number a row may have; raises ValueError, for `request.args.get(…, type=…)`."""
    if len(said) > MOST_DIGITS or not 0 <= int(said) <= LARGEST_INTEGER:
        raise ValueError("no row has this number")
    return int(said)


def stored_numbers(said: list[str]) -> set[int]:
    """Those of several values that can be read as numbers of rows."""
    return {stored_number(each) for each in said if each.isdecimal() and len(each) < MOST_DIGITS}


def calendar_year(said: str) -> int:
    """A year with a January and a December; raises ValueError, as `stored_number` does."""
    year = stored_number(said)
    if not 1 <= year < MAXYEAR:
        raise ValueError("no such year")
    return year


def init_app(app: Flask) -> None:
    """Bound `<int:…>` before any address is registered."""
    app.url_map.converters["int"] = StoredInteger
