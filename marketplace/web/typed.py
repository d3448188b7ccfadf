"""Fields that take numbers as people type them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, IntegerField, ValidationError
from wtforms.widgets import TextInput

from marketplace.web.numbers import MOST_DIGITS, stored_number


def whole_number(said: Any) -> int | None:
    """A select's value; None for the blank choice."""
    plain = str(said or "")
    return int(plain) if plain.isdecimal() and len(plain) < MOST_DIGITS else None


class AtLeast:
    """A bound below for what could be read as a number; the rest is told already."""

    def __init__(self, least: int, message: str | None = None) -> None:
        self.least = least
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data is not None and field.data < self.least:
            said = self.message or _("%(n)d 이상의 수를 적어 주세요.", n=self.least)
            raise ValidationError(said)


class TypedInteger(IntegerField):
    """A whole number with or without thousands separators and 원 (`12,000원`)."""

    # A number box would show nothing for 12,000.
    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        said = str(valuelist[0] if valuelist else "").strip()
        plain = said.replace(",", "").removesuffix("원").removesuffix("개").strip()
        self.data = None
        if not plain:
            return
        try:
            self.data = stored_number(plain.removeprefix("-"))
            self.data = -self.data if plain.startswith("-") else self.data
        except ValueError:
            raise ValueError(_("숫자로 적어 주세요.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:,}"
