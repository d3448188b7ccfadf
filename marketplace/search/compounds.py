"""Compounds the shop has no word for, taken apart: 천연비누 → 천연 비누, or 비누 at least."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.search.analysis import Script, Word
from marketplace.search.matching import IN_TEXT, tiers_of
from marketplace.search.snapshot import Snapshot

SHORTEST_PART = 2


def halves(snapshot: Snapshot, word: Word) -> tuple[Word, ...]:
    """The two words a compound is made of when one product carries both; else empty."""
    for form in _hangul_forms(word):
        for cut in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
            first, last = (Word(part, Script.HANGUL) for part in (form[:cut], form[cut:]))
            if _known(snapshot, last) and _together(snapshot, first, last):
                return first, last
    return ()


def head(snapshot: Snapshot, word: Word) -> Word | None:
    """The longest end of a compound that a title or label carries: the head comes last."""
    for form in _hangul_forms(word):
        for cut in range(1, len(form) - SHORTEST_PART + 1):
            end = Word(form[cut:], Script.HANGUL)
            if _known(snapshot, end):
                return end
    return None


def _hangul_forms(word: Word) -> Iterator[str]:
    if word.script is Script.HANGUL:
        yield from reversed(word.forms)


def _known(snapshot: Snapshot, word: Word) -> bool:
    return bool((tiers_of(snapshot, word) > IN_TEXT).any())


def _together(snapshot: Snapshot, first: Word, last: Word) -> bool:
    return bool(((tiers_of(snapshot, first) > 0) & (tiers_of(snapshot, last) > 0)).any())
