"""Amounts as people copy them from a paper: the sum, its tax class, and its VAT if it differs."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from marketplace.core.money import TaxedAmount, VatClass, split_gross
from marketplace.web.buyer import words
from marketplace.web.forms import choices_of

NOT_DIGITS = re.compile(r"[\s,원₩]")
MOST_WON = 10**13


class WonField(StringField):
    """Whole won, typed with or without commas and 원; what was typed stays, `won` is the number."""

    @property
    def won(self) -> int | None:
        """The number; None for nothing or for what is no number."""
        digits = NOT_DIGITS.sub("", str(self.data or ""))
        # Python itself refuses to read thousands of digits, so their number is asked first.
        fits = digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_WON))
        fits = fits and int(digits) <= MOST_WON
        return int(digits) if fits else None

    def pre_validate(self, _form: Any) -> None:
        if self.data and self.won is None:
            raise ValidationError(_("금액은 숫자로 적어 주세요."))


class AmountFields:
    """The three fields of an amount, mixed into a form."""

    gross_won = WonField(
        _l("합계 금액"),
        [InputRequired(_l("합계 금액을 적어 주세요."))],
        description=_l("부가세를 포함해 실제로 낸 금액"),
    )
    vat_class = SelectField(_l("과세 구분"), choices=choices_of(words.VAT))
    vat_won = WonField(
        _l("부가세"),
        [Optional()],
        description=_l("비워 두면 계산합니다. 세금계산서와 1원이라도 다르면 적어 주세요."),
    )

    def amount(self) -> TaxedAmount:
        """Net and VAT: as written where VAT is written, else split by the rule."""
        gross = self.gross_won.won or 0
        if self.vat_won.won is not None and self.vat_won.won <= gross:
            return TaxedAmount(gross - self.vat_won.won, self.vat_won.won)
        return split_gross(gross, VatClass(self.vat_class.data))
