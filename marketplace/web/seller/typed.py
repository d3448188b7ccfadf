"""Fields that take numbers as people type them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import IntegerField


def whole_number(said: Any) -> int | None:
    """A select's value; None for the blank choice."""
    return int(said) if str(said or "").isdigit() else None


class TypedInteger(IntegerField):
    """A whole number with or without thousands separators and 원 (`12,000원`)."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        said = str(valuelist[0] if valuelist else "").strip()
        plain = said.replace(",", "").removesuffix("원").removesuffix("개").strip()
        self.data = None
        if not plain:
            return
        try:
            self.data = int(plain)
        except ValueError:
            raise ValueError(_("숫자로 적어 주세요.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:,}"
