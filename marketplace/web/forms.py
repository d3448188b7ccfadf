"""Forms: errors found deeper down come back to the field where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than stubs

from marketplace.core.errors import Invalid, MarketplaceError
from marketplace.web.translation import translate

__all__ = ["SelectChoice", "choices_of", "show_errors"]


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


def choices_of(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """The choices of a select from a table of enum member to word, or to (word, tone)."""
    return [
        SelectChoice(
            member.value if isinstance(member, StrEnum) else member,
            word[0] if isinstance(word, tuple) else word,
        )
        for member, word in words.items()
    ]
