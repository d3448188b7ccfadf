"""What a colleague stored beside what was typed, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField

from marketplace.catalog.models import Product
from marketplace.web.forms import SelectChoice
from marketplace.web.seller.listing_form import ListingForm

LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reads differently."""

    label: str
    stored: str
    typed: str


def differences(form: FlaskForm, product: Product) -> list[Difference]:
    """Every field of a listing's form whose stored value is another, in the form's order."""
    stored = ListingForm(formdata=None, data=ListingForm.said_of(product)).offer_categories()
    found = []
    for field in form:
        if field.name in ("version", "csrf_token") or field.data == stored[field.name].data:
            continue
        label = str(field.label.text)
        found.append(Difference(label, _reads(stored[field.name]), _reads(field)))
    return found


def _reads(field: Any) -> str:
    if isinstance(field, BooleanField):
        return str(_("예") if field.data else _("아니요"))
    if isinstance(field, SelectField):
        chosen = str(field.data)
        for choice in field.choices or ():
            if isinstance(choice, SelectChoice) and str(choice.value) == chosen:
                return str(choice.label)
        return "–"
    if isinstance(field.data, int):
        return f"{field.data:,}"
    said = "" if field.data is None else str(field.data)
    return said[:LONGEST_SHOWN] + ("…" if len(said) > LONGEST_SHOWN else "") or "–"
