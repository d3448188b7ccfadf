"""Terms from which a box suggests while somebody types: by keystroke and by initials."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from marketplace.search.analysis import Script, script_of, words
from marketplace.search.documents import ProductDocument
from marketplace.search.hangul import initials_of, keystrokes
from marketplace.search.particles import stems

SEPARATOR = "\x1f"
LONGEST_PHRASE = 24  # a title longer than this is offered by its words
_SHOWN = (Script.HANGUL, Script.LATIN)


class Way(StrEnum):
    """How a term is found; single words apart, because slips are mended by words alone."""

    WORD_KEYSTROKES = "wk"
    WORD_INITIALS = "wi"
    PHRASE_KEYSTROKES = "pk"
    PHRASE_INITIALS = "pi"


class SuggestionTerm(NamedTuple):
    """A term taken apart: how it is found, what is typed for it, what is shown."""

    way: Way
    key: str
    shown: str


def suggestion_terms(product: ProductDocument, title: list[str]) -> list[str]:
    """Terms for the title, its nouns, the maker, the categories and the tags."""
    phrases = [product.maker, *product.category_names, *product.tags]
    if len(product.title) <= LONGEST_PHRASE:
        phrases.append(product.title)
    phrases += nouns(title)
    return [term for phrase in dict.fromkeys(phrases) for term in _terms_of(phrase)]


def nouns(title: Iterable[str]) -> list[str]:
    """Hangul and Latin words of two characters or more, without particles."""
    plain = ((stems(word) or (word,))[-1] for word in title if script_of(word) in _SHOWN)
    return [word for word in plain if len(word) > 1]


def key_of(text: str) -> str:
    """The keystrokes for `text`, spaces left out."""
    return keystrokes("".join(words(text, LONGEST_PHRASE)))


def take_apart(term: str) -> SuggestionTerm:
    """A stored term as its three parts."""
    way, key, shown = term.split(SEPARATOR, 2)
    return SuggestionTerm(Way(way), key, shown)


def prefix(way: Way, key: str) -> str:
    """How every term begins that is found this way by this beginning of a key."""
    return SEPARATOR.join((way, key))


def _terms_of(phrase: str) -> Iterable[str]:
    shown = " ".join(phrase.replace(SEPARATOR, " ").split())[:LONGEST_PHRASE]
    if len(shown) < 2:
        return
    is_phrase = " " in shown
    by_keystrokes = Way.PHRASE_KEYSTROKES if is_phrase else Way.WORD_KEYSTROKES
    by_initials = Way.PHRASE_INITIALS if is_phrase else Way.WORD_INITIALS
    yield SEPARATOR.join((by_keystrokes, key_of(shown), shown))
    if initials := initials_of(shown):
        yield SEPARATOR.join((by_initials, initials, shown))
