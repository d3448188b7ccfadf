"""The form for the day a delivery was paid for, shown on its file's page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired


class PaymentForm(FlaskForm):
    """When the money left."""

    paid_on = DateField(_l("지급일"), [InputRequired(_l("지급일을 골라 주세요."))])
