"""The rows of a quote as a firm writes them: a fixed number, blank ones are left out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.core import clock
from marketplace.core.errors import Invalid
from marketplace.core.money import VatClass
from marketplace.quoting.answering import LineSaid, QuoteSaid
from marketplace.quoting.models import Quote, QuoteInquiry
from marketplace.web.forms import choices_of
from marketplace.web.quote_forms import FILE_HINT
from marketplace.web.quote_words import VAT
from marketplace.web.translation import translate
from marketplace.web.typed import TypedInteger

ROWS = 8
USUAL_DAYS = 30


class LineRow(Form):
    """One line of a quote."""

    name = StringField(
        _l("품목"), [Optional(), Length(max=80, message=_l("80자 안으로 적어 주세요."))]
    )
    quantity = TypedInteger(_l("수량"), [Optional()])
    unit_price_won = TypedInteger(_l("단가(부가세 포함)"), [Optional()])
    vat_class = SelectField(_l("과세"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.vat_class.choices = choices_of(VAT)

    @property
    def is_blank(self) -> bool:
        """Nothing was typed in it."""
        typed = (self.name.data or "").strip()
        return not typed and self.quantity.raw_data in (None, [], [""]) and not self.has_price

    @property
    def has_price(self) -> bool:
        return self.unit_price_won.raw_data not in (None, [], [""])

    def demand_whole(self) -> bool:
        """A row that is begun is finished; what lacks is told in its field."""
        if not (self.name.data or "").strip():
            self.name.errors = [_("품목을 적어 주세요.")]
        if self.quantity.data is None and not self.quantity.errors:
            self.quantity.errors = [_("수량을 적어 주세요.")]
        if self.unit_price_won.data is None and not self.unit_price_won.errors:
            self.unit_price_won.errors = [_("단가를 적어 주세요.")]
        return not any(each.errors for each in self)


class QuoteForm(FlaskForm):
    """A whole answer but for its rows."""

    valid_until = DateField(_l("유효기간"), [InputRequired(_l("언제까지인지 골라 주세요."))])
    note = TextAreaField(
        _l("비고"),
        [Optional(), Length(max=2000, message=_l("2,000자 안으로 적어 주세요."))],
        description=_l("포함하는 것과 포함하지 않는 것, 납기, 선금 조건"),
    )
    file = FileField(_l("붙임 파일"), description=FILE_HINT)


class QuoteRows:
    """The form with its rows; what is posted wins over the newest version."""

    def __init__(self, inquiry: QuoteInquiry) -> None:
        self.form = QuoteForm(data=_begun(inquiry.current))
        posted = request.form if self.form.is_submitted() else None
        known = _lines(inquiry)
        self.rows = [
            LineRow(posted, prefix=f"lines-{n}", data=known[n] if n < len(known) else {})
            for n in range(ROWS)
        ]

    def validate_on_submit(self) -> bool:
        """Whether this was posted whole; every fault stands in its field."""
        is_valid = bool(self.form.validate_on_submit())
        if not self.form.is_submitted():
            return False
        for row in self.rows:
            if not row.is_blank:
                is_valid = row.validate() & row.demand_whole() & is_valid
        if not self.written:
            self.rows[0].name.errors = [_("견적 내용을 한 줄은 적어 주세요.")]
            return False
        return is_valid

    @property
    def written(self) -> list[LineRow]:
        """Rows that say something."""
        return [row for row in self.rows if not row.is_blank]

    def said(self) -> QuoteSaid:
        """The answer as the service takes it."""
        return QuoteSaid(
            lines=[
                LineSaid(
                    (row.name.data or "").strip(),
                    row.quantity.data or 0,
                    row.unit_price_won.data or 0,
                    VatClass(row.vat_class.data),
                )
                for row in self.written
            ],
            valid_until=self.form.valid_until.data or clock.today(),
            note=(self.form.note.data or "").strip(),
        )

    def show(self, error: Invalid) -> None:
        """Put a refusal where it belongs, or on top."""
        for name, texts in error.fields.items():
            told = [translate(text) for text in texts]
            if name in self.form:
                self.form[name].errors = [*self.form[name].errors, *told]
            elif name.startswith("lines-"):
                _, number, column = name.split("-")
                self.written[int(number)][column].errors = told
            else:
                self.form.form_errors += told

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """(field id, label, sentence) of everything that is wrong."""
        found = [("", "", str(text)) for text in self.form.form_errors]
        forms: list[Form | FlaskForm] = [self.form, *self.rows]
        for fields in forms:
            found += [
                (each.id, str(each.label.text), str(text))
                for each in fields
                for text in each.errors
            ]
        return found


def _begun(quote: Quote | None) -> dict[str, Any]:
    until = clock.today() + timedelta(days=USUAL_DAYS)
    return {"valid_until": until, "note": quote.note if quote else ""}


def _lines(inquiry: QuoteInquiry) -> list[dict[str, Any]]:
    if inquiry.current is None:
        return [{"name": inquiry.product.name, "vat_class": inquiry.product.vat_class.value}]
    return [
        {
            "name": line.name,
            "quantity": line.quantity,
            "unit_price_won": line.unit_price_won,
            "vat_class": line.vat_class.value,
        }
        for line in inquiry.current.lines
    ]
