"""What a search box offers while somebody types."""

from __future__ import annotations

from itertools import islice

from marketplace.search import fields
from marketplace.search.analysis import normalise
from marketplace.search.hangul import initials_of
from marketplace.search.snapshot import Snapshot
from marketplace.search.suggestion_terms import LONGEST_PHRASE, Way, key_of, prefix, take_apart

SCANNED = 2_000


def suggest(snapshot: Snapshot, typed: str, limit: int = 8) -> list[str]:
    """Words, then makers, tags and short titles, that begin with what was typed.

    The most frequent first; a run of initials (ㅂㄴ) finds what begins with them. Only what
    still finds a product is offered.
    """
    text = normalise(typed, LONGEST_PHRASE).strip()
    if _is_initials(text):
        ways, key = (Way.WORD_INITIALS, Way.PHRASE_INITIALS), initials_of(text)
    else:
        ways, key = (Way.WORD_KEYSTROKES, Way.PHRASE_KEYSTROKES), key_of(text)
    offered: dict[str, None] = {}
    for way in ways if key else ():
        if len(offered) < limit:
            offered |= dict.fromkeys(_best(snapshot, prefix(way, key), limit))
    return list(offered)[:limit]


def _best(snapshot: Snapshot, beginning: str, limit: int) -> list[str]:
    found = snapshot.terms_with_prefix(fields.SUGGESTIONS, beginning, SCANNED)
    ranked = sorted(found, key=lambda term: (-found[term], len(term), term))
    alive = (term for term in ranked if snapshot.has(fields.SUGGESTIONS, term))
    return [take_apart(term).shown for term in islice(alive, limit)]


def _is_initials(text: str) -> bool:
    return all("ㄱ" <= char <= "ㅎ" or char.isspace() for char in text)
