"""How well each product answers one word: a small whole number, never a float."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from marketplace.search import fields
from marketplace.search.analysis import Script, Word, ngrams
from marketplace.search.postings import DocNumbers
from marketplace.search.snapshot import Mask, Snapshot

Tiers = NDArray[np.uint8]

# Where a word stands says how much the product is about it.
IN_TITLE, IN_TITLE_PARTS, IN_LABELS, IN_LABEL_PARTS, ACROSS_TITLE, IN_TEXT = 8, 6, 5, 4, 3, 1
NEARLY = 2  # enough of its bigrams, after nothing else was found
ENOUGH_PERCENT = 60
PART_PLACES = (fields.TITLE_PARTS, fields.TITLE_JOINTS, fields.LABEL_PARTS)


def tiers_of(snapshot: Snapshot, word: Word) -> Tiers:
    """The tier of every document for a word: whole, or stripped, or all its bigrams; else 0."""
    tiers = np.zeros(snapshot.size, np.uint8)
    if word.script is Script.INITIALS:
        tiers[_by_initials(snapshot, word.text)] = IN_TITLE
        return tiers
    _mark(snapshot, tiers, word.forms)
    tiers[~snapshot.alive] = 0
    if tiers.max(initial=0) <= IN_TEXT and word.daring_forms != word.forms:
        # No title or label says the whole, so its end may be a particle after all: 숯은.
        _mark(snapshot, tiers, word.daring_forms)
        tiers[~snapshot.alive] = 0
    return tiers


def near_tiers_of(snapshot: Snapshot, word: Word) -> Tiers:
    """NEARLY for documents whose title or labels hold at least 60% of the word's bigrams."""
    tiers = np.zeros(snapshot.size, np.uint8)
    grams = ngrams(word.text)
    if word.script is Script.NUMBER or word.script is Script.INITIALS or len(grams) < 2:
        return tiers
    held = np.zeros(snapshot.size, np.uint8)
    for gram in grams:
        held += _mask(snapshot, *(snapshot.documents(place, gram) for place in PART_PLACES))
    enough = -(-len(grams) * ENOUGH_PERCENT // 100)
    tiers[held >= enough] = NEARLY
    tiers[~snapshot.alive] = 0
    return tiers


def _mark(snapshot: Snapshot, tiers: Tiers, forms: Sequence[str]) -> None:
    """Write tiers from the weakest to the strongest place, so that the strongest stays."""
    for form in forms:
        tiers[snapshot.documents(fields.TEXT, form)] = IN_TEXT
    for form in forms:
        tiers[_across(snapshot, form)] = ACROSS_TITLE
    for form in forms:
        tiers[_all_parts(snapshot, (fields.LABEL_PARTS,), form)] = IN_LABEL_PARTS
    for form in forms:
        tiers[snapshot.documents(fields.LABELS, form)] = IN_LABELS
    for form in forms:
        tiers[_all_parts(snapshot, (fields.TITLE_PARTS,), form)] = IN_TITLE_PARTS
    for form in forms:
        tiers[snapshot.documents(fields.TITLE, form)] = IN_TITLE


def _across(snapshot: Snapshot, form: str) -> DocNumbers:
    """수제비누 in "수제 비누"; two syllables across a space are chance, not a word."""
    if len(form) < 3:
        return _NONE
    return _all_parts(snapshot, (fields.TITLE_PARTS, fields.TITLE_JOINTS), form)


def _all_parts(snapshot: Snapshot, places: Sequence[str], form: str) -> DocNumbers:
    least = 3 if form.isascii() else 2  # two Latin letters stand in too many words
    if len(form) < least or form.isdigit():
        return _NONE
    return _intersection(snapshot, places, ngrams(form))


def _by_initials(snapshot: Snapshot, run: str) -> DocNumbers:
    pieces = [run] if len(run) <= 2 else ngrams(run, 3)
    found = _intersection(snapshot, (fields.INITIALS,), pieces)
    return found[snapshot.alive[found]]


def _intersection(snapshot: Snapshot, places: Sequence[str], terms: Sequence[str]) -> DocNumbers:
    """The documents that hold every term in any of the places."""
    lists = []
    for term in dict.fromkeys(terms):
        lists.append(_in_any(snapshot, places, term))
        if not len(lists[-1]):
            return _NONE
    lists.sort(key=len)
    kept = lists[0]
    for other in lists[1:]:
        kept = kept[_mask(snapshot, other)[kept]]
    return kept


def _in_any(snapshot: Snapshot, places: Sequence[str], term: str) -> DocNumbers:
    found = [snapshot.documents(place, term) for place in places]
    found = [documents for documents in found if len(documents)]
    if len(found) > 1:
        return np.flatnonzero(_mask(snapshot, *found)).astype(np.int32)
    return found[0] if found else _NONE


def _mask(snapshot: Snapshot, *lists: DocNumbers) -> Mask:
    mask = np.zeros(snapshot.size, np.bool_)
    for documents in lists:
        mask[documents] = True
    return mask


_NONE: DocNumbers = np.empty(0, np.int32)
