"""The 'lite' schema: which words of a product stand in which field of the index."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from marketplace.search.analysis import (
    TITLE_CHARACTERS,
    Script,
    ngrams,
    script_of,
    takes_grams,
    words,
)
from marketplace.search.documents import Facet, ProductDocument
from marketplace.search.hangul import initials_of
from marketplace.search.numbers import WholeColumn
from marketplace.search.particles import stems
from marketplace.search.suggestion_terms import suggestion_terms

NO_PRICE = -1
NUMBERS = ("id", "enterprise", "price", "created", "sales", "rating_sum", "rating_count", "closes")

TITLE = "title"  # words of the title, whole, stems and the ends of compounds
TITLE_PARTS = "title_parts"  # bigrams of the title's words
TITLE_JOINTS = "title_joints"  # bigrams across its spaces, for 수제비누 in "수제 비누"
LABELS = "labels"  # words of maker, tags and categories
LABEL_PARTS = "label_parts"
TEXT = "text"  # words of the description
INITIALS = "initials"  # runs of initial consonants in the title
SUGGESTIONS = "suggestions"


class Terms(FieldType):
    """A field that is given its terms as a list and keeps only that they are there."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)  # no analyzer: we cut the words


def facet_field(facet: Facet) -> str:
    """The index field that holds a facet's codes."""
    return f"facet_{facet.value}"


def schema() -> Schema:
    """Every field of the index; a change here asks for a rebuild (see builds.FORMAT)."""
    text = (TITLE, TITLE_PARTS, TITLE_JOINTS, LABELS, LABEL_PARTS, TEXT, INITIALS, SUGGESTIONS)
    facets = tuple(facet_field(facet) for facet in Facet)
    fields: dict[str, FieldType] = {name: Terms() for name in text + facets}
    fields |= {name: COLUMN(WholeColumn()) for name in NUMBERS}
    return Schema(**fields)


def index_fields(product: ProductDocument) -> dict[str, Any]:
    """The product as the writer takes it: terms by field, numbers by column."""
    title = words(product.title, TITLE_CHARACTERS)
    named = (product.maker, *product.tags, *product.category_names, *product.context)
    labels = words(" ".join(named))
    fields: dict[str, Any] = {
        TITLE: [*with_stems(title), *endings(title)],
        TITLE_PARTS: parts(title),
        TITLE_JOINTS: joints(title),
        LABELS: with_stems(labels),
        LABEL_PARTS: parts(labels),
        TEXT: with_stems(words(product.description)),
        INITIALS: initial_runs(title),
        SUGGESTIONS: suggestion_terms(product, title),
        "id": product.id,
        "enterprise": product.enterprise_id,
        "price": NO_PRICE if product.price_won is None else product.price_won,
        "created": int(product.created_at.timestamp() * 1_000_000),
        "sales": product.sales_count,
        "rating_sum": product.rating_sum,
        "rating_count": product.rating_count,
        "closes": int(product.closes_at.timestamp()) if product.closes_at else 0,
    }
    for facet, codes in product.facets.items():
        fields[facet_field(facet)] = list(codes)
    return fields


def with_stems(found: Iterable[str]) -> list[str]:
    """Words whole and without their particles."""
    return [form for word in found for form in (word, *stems(word))]


def endings(found: Iterable[str]) -> list[str]:
    """The ends of Hangul compounds: the head comes last, so 천연비누 is a 비누."""
    return [
        word[start:]
        for word in found
        if script_of(word) is Script.HANGUL
        for start in range(1, len(word))
    ]


def parts(found: Iterable[str]) -> list[str]:
    """Bigrams within words."""
    return [gram for word in found if takes_grams(word) for gram in ngrams(word)]


def joints(found: list[str]) -> list[str]:
    """Bigrams across the space between two neighbouring words."""
    return [left[-1] + right[0] for left, right in pairwise(found)]


def initial_runs(title: list[str]) -> list[str]:
    """Single initials of words, and all runs of two and three in the title without spaces."""
    run = initials_of("".join(title))
    firsts = [initials_of(word)[:1] for word in title if script_of(word) is Script.HANGUL]
    return [*firsts, *ngrams(run, 2), *ngrams(run, 3)]
