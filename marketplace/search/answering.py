"""From a question in words to the products that answer it, each with its band."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from marketplace.search.analysis import Word, question
from marketplace.search.compounds import halves, head
from marketplace.search.matching import Tiers, near_tiers_of, tiers_of
from marketplace.search.snapshot import Mask, Snapshot
from marketplace.search.spelling import meant_words

Bands = NDArray[np.uint8]  # at most 10 words × tier 8


@dataclass(frozen=True, slots=True)
class Answer:
    """Every product's band, 0 where it does not answer; how the question was understood."""

    bands: Bands
    corrected: str | None = None
    loosened: bool = False


def answer(snapshot: Snapshot, text: str) -> Answer:
    """The products that carry every word; else with slips mended; else those nearest.

    No text is every product on sale in one band. Text without a single word is none.
    """
    asked = question(text)
    if not asked:
        everything = not text.strip()
        return Answer(snapshot.alive.astype(np.uint8) * everything)
    kept = snapshot.answers.get(asked)
    if kept is None:
        kept = _answer(snapshot, asked)
        snapshot.answers.keep(asked, kept)
    found: Answer = kept
    return found


def _answer(snapshot: Snapshot, asked: tuple[Word, ...]) -> Answer:
    understood: list[Word] = []
    tiers: list[Tiers] = []
    corrected = loosened = False
    for word in asked:
        reading = _read(snapshot, word)
        understood += reading.words
        tiers += reading.tiers
        corrected |= reading.words != (word,)
        loosened |= reading.near
    bands = _all_of(tiers)
    if not bands.any() and len(tiers) > 1:
        bands, loosened = _most_of(tiers), True
    said = " ".join(word.text for word in understood) if corrected else None
    return Answer(bands, said, loosened and bool(bands.any()))


@dataclass(frozen=True, slots=True)
class _Reading:
    words: tuple[Word, ...]
    tiers: tuple[Tiers, ...]
    near: bool = False


def _read(snapshot: Snapshot, word: Word) -> _Reading:
    """One word as typed, else taken apart or as meant, else roughly."""
    tiers = tiers_of(snapshot, word)
    if tiers.any():
        return _Reading((word,), (tiers,))
    for meant in (halves(snapshot, word), meant_words(snapshot, word)):
        meant_tiers = tuple(tiers_of(snapshot, other) for other in meant)
        if meant and all(found.any() for found in meant_tiers):
            return _Reading(meant, meant_tiers)
    near = near_tiers_of(snapshot, word)
    if not near.any() and (end := head(snapshot, word)):
        near = tiers_of(snapshot, end)
    return _Reading((word,), (near,), near=bool(near.any()))


def _all_of(tiers: list[Tiers]) -> Bands:
    return _sum(tiers) * reduce(np.bitwise_and, (found > 0 for found in tiers))


def _most_of(tiers: list[Tiers]) -> Bands:
    """Products that carry the most words anyone carries; those with fewer are left out."""
    held: Bands = reduce(np.add, ((found > 0).astype(np.uint8) for found in tiers))
    together: Mask = held == max(held.max(initial=0), 1)
    return _sum(tiers) * together


def _sum(tiers: list[Tiers]) -> Bands:
    total: Bands = reduce(np.add, tiers)
    return total
