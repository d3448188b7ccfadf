"""What a word that nothing carries was meant to be: the wrong layout, or a slip of one key."""

from __future__ import annotations

from collections import Counter

from marketplace.search import fields
from marketplace.search.analysis import Script, Word, question
from marketplace.search.hangul import from_latin_layout, initials_of, keystrokes
from marketplace.search.snapshot import Snapshot
from marketplace.search.suggestion_terms import SEPARATOR, Way, prefix, take_apart

LONG_WORD = 7  # keystrokes from which two slips are forgiven instead of one
CANDIDATES = 3_000


def meant_words(snapshot: Snapshot, word: Word) -> tuple[Word, ...]:
    """The words most likely meant by one that was not found; empty when none is near."""
    if word.script is Script.LATIN:
        meant = question(from_latin_layout(word.text))
        return meant if all(other.script is Script.HANGUL for other in meant) else ()
    if word.script is not Script.HANGUL:
        return ()
    for form in reversed(word.forms):
        if len(form) > 1 and (near := nearest(snapshot, form)):
            return (Word(near, Script.HANGUL),)
    return ()


def nearest(snapshot: Snapshot, text: str) -> str:
    """The known word fewest keystrokes away, the more frequent of two; "" when all are far."""
    typed = keystrokes(text)
    allowed = 2 if len(typed) >= LONG_WORD else 1
    best: tuple[int, int, str] | None = None
    for shown, frequency in _candidates(snapshot, text, typed).items():
        away = distance(typed, keystrokes(shown), allowed)
        if away <= allowed and (best is None or (away, -frequency, shown) < best):
            best = (away, -frequency, shown)
    return best[2] if best else ""


def distance(left: str, right: str, most: int) -> int:
    """Keys to add, drop, change or swap to turn one word into another; most + 1 when more."""
    if abs(len(left) - len(right)) > most or _misfits(left, right) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, previous, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _misfits(left: str, right: str) -> int:
    """A quick lower bound of the distance: letters one word has and the other lacks."""
    ours, theirs = Counter(left), Counter(right)
    return max((ours - theirs).total(), (theirs - ours).total())


def _candidates(snapshot: Snapshot, text: str, typed: str) -> Counter[str]:
    """Words with the same initials, and words that begin with the same keys."""
    same_initials = prefix(Way.WORD_INITIALS, initials_of(text)) + SEPARATOR
    same_beginning = prefix(Way.WORD_KEYSTROKES, typed[: 3 if len(typed) >= LONG_WORD else 2])
    found: Counter[str] = Counter()
    for beginning in (same_initials, same_beginning):
        terms = snapshot.terms_with_prefix(fields.SUGGESTIONS, beginning, CANDIDATES)
        for term, count in terms.items():
            shown = take_apart(term).shown
            found[shown] = max(found[shown], count)
    return found
