"""The rows of the options page: what is there, and three blank ones for more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, StringField
from wtforms.validators import Length, Optional

from marketplace.catalog.assortment import Row
from marketplace.catalog.models import Product, ProductOption
from marketplace.catalog.options import MOST_OPTIONS, OptionSaid
from marketplace.core.errors import Invalid, MarketplaceError
from marketplace.web.translation import translate
from marketplace.web.typed import AtLeast, TypedInteger, whole_number

BLANK_ROWS = 3
ROW_FIELD = re.compile(r"options-(\d+)-(\w+)")


class OptionRow(Form):
    """One option as it can be typed."""

    option_id = HiddenField()
    stock_shown = HiddenField()
    name = StringField(_l("선택 이름"), [Length(max=80)])
    price_delta_won = TypedInteger(_l("추가 금액"), [Optional()])
    stock = TypedInteger(_l("재고"), [Optional(), AtLeast(0, _l("0개 이상으로 적어 주세요."))])
    is_active = BooleanField(_l("판매"))

    @property
    def is_blank(self) -> bool:
        """A row for a new option that nobody filled in."""
        typed = (self.name.data or "").strip()
        return not self.option_id.data and not typed and self.price_delta_won.data is None

    def said(self) -> Row:
        """The row as the service takes it."""
        option = OptionSaid(
            id=whole_number(self.option_id.data),
            name=(self.name.data or "").strip(),
            price_delta_won=self.price_delta_won.data or 0,
            is_active=bool(self.is_active.data),
        )
        return Row(option, whole_number(self.stock_shown.data), self.stock.data)


class VersionForm(FlaskForm):
    """What every change of a listing carries: the version that was read."""

    version = HiddenField()


@dataclass(slots=True)
class OptionRows:
    """The page's form: a version and rows; `faults` are (field id or empty, label, sentence)."""

    form: VersionForm
    rows: list[OptionRow]
    faults: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, product: Product) -> OptionRows:
        """The rows of a listing; what is posted wins."""
        form = VersionForm(data={"version": product.version})
        posted = request.form if form.is_submitted() else None
        known = [_typed(option) for option in product.options if option.is_active]
        known += [_typed(option) for option in product.options if not option.is_active]
        count = min(len(known) + BLANK_ROWS, MOST_OPTIONS)
        if posted:
            count = min(len({key.split("-")[1] for key in posted if ROW_FIELD.fullmatch(key)}), 60)
        known += [{"is_active": True}] * max(0, count - len(known))
        rows = [
            OptionRow(posted, prefix=f"options-{n}", data=data)
            for n, data in enumerate(known[:count])
        ]
        return cls(form, rows)

    @property
    def known(self) -> list[OptionRow]:
        """Rows of options that are there."""
        return [row for row in self.rows if row.option_id.data]

    @property
    def new(self) -> list[OptionRow]:
        """Rows for options to come."""
        return [row for row in self.rows if not row.option_id.data]

    @property
    def has_new(self) -> bool:
        """Whether something was typed for an option to come."""
        return any(not row.is_blank for row in self.new)

    @property
    def version(self) -> int:
        """The version that was read; 0 for something that was none."""
        return whole_number(self.form.version.data) or 0

    def validate_on_submit(self) -> bool:
        """Whether this was posted whole and every row is well formed."""
        if not self.form.validate_on_submit():
            return False
        for row in self.rows:
            if not row.validate():
                self.faults += [
                    (each.id, str(each.label.text), str(text))
                    for each in row
                    for text in each.errors
                ]
        return not self.faults

    def _tell_faults_of(self, row: OptionRow) -> None:
        for each in row:
            label = str(each.label.text)
            self.faults += [(each.id, label, str(text)) for text in each.errors]

    def said(self) -> list[Row]:
        """Every row that says something, in order."""
        return [row.said() for row in self._filled()]

    def _filled(self) -> list[OptionRow]:
        return [row for row in self.rows if not row.is_blank]

    def show(self, error: MarketplaceError) -> None:
        """Put a refusal to the row it is about, or on top."""
        named = error.fields if isinstance(error, Invalid) else {}
        for name, texts in named.items():
            found = ROW_FIELD.fullmatch(name)
            if found:
                each = self._filled()[int(found[1])][found[2]]
                each.errors = [*each.errors, *(translate(text) for text in texts)]
                self.faults += [(each.id, str(each.label.text), text) for text in each.errors]
        if not self.faults:
            self.faults.append(("", "", translate(error.message)))

    def catch_up(self, product: Product, error: MarketplaceError) -> None:
        """Keep what was typed; the next saving knows of what is stored now."""
        self.form.version.data, self.form.version.raw_data = str(product.version), None
        self.faults.append(("", "", translate(error.message)))
        self.faults.append(("", "", _("지금 저장된 선택: %(names)s", names=_named(product))))


def _typed(option: ProductOption) -> dict[str, object]:
    available = option.stock.available if option.stock else None
    return {
        "option_id": option.id,
        "stock_shown": "" if available is None else available,
        "name": option.name,
        "price_delta_won": option.price_delta_won,
        "stock": available,
        "is_active": option.is_active,
    }


def _named(product: Product) -> str:
    return ", ".join(option.name or _("기본") for option in product.options if option.is_active)
