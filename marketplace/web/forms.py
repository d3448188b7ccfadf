"""Forms: errors found deeper down come back to the field where they belong."""

from __future__ import annotations

from flask_wtf import FlaskForm

from marketplace.core.errors import Invalid, MarketplaceError
from marketplace.web.translation import translate


def show_errors(form: FlaskForm, error: MarketplaceError) -> None:
    """Put an expected failure into the form: by field where it names one, else on top."""
    named = error.fields if isinstance(error, Invalid) else {}
    placed = False
    for name, texts in named.items():
        if name in form:
            form[name].errors = [*form[name].errors, *(translate(text) for text in texts)]
            placed = True
    if not placed:
        form.form_errors.append(translate(error.message))
