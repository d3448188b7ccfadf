"""Text into words by rule: the same hands cut a listing and a question about it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from marketplace.search.hangul import SPLIT
from marketplace.search.particles import stems

QUERY_CHARACTERS = 120  # longer questions are cut: nobody types them, attackers do
QUERY_WORDS = 10
WORD_CHARACTERS = 30
TITLE_CHARACTERS = 200
TEXT_CHARACTERS = 4_000

_WORD = re.compile(r"[가-힣]+|[ㄱ-ㅎ]+|[a-z]+|[0-9]+|[^\W\d_a-z가-힣ㄱ-ㅎㅏ-ㅣ]+")
_UNFINISHED = re.compile(r"(?<=[가-힣])[ㄱ-ㅎㅏ-ㅣ]+")
_CLUSTERS = str.maketrans({whole: parts for whole, parts in SPLIT.items() if whole < "ㅏ"})
_CONJOINING = {code: chr(compat) for code, compat in zip(
    range(0x1100, 0x1113),
    map(ord, "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"),
    strict=True,
)}  # fmt: skip


class Script(Enum):
    """What a word is written in, which decides how it is looked for."""

    HANGUL = "hangul"
    INITIALS = "initials"
    LATIN = "latin"
    NUMBER = "number"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question."""

    text: str
    script: Script

    @property
    def forms(self) -> tuple[str, ...]:
        """The whole word first, then ever shorter stems."""
        return (self.text, *stems(self.text)) if self.script is Script.HANGUL else (self.text,)

    @property
    def daring_forms(self) -> tuple[str, ...]:
        """The same with stems that may be a mistake: 숯은 → 숯, but also 종이 → 종."""
        if self.script is not Script.HANGUL:
            return (self.text,)
        return tuple(dict.fromkeys((*self.forms, *stems(self.text, daring=True))))


def normalise(text: str, limit: int) -> str:
    """`text` cut to `limit` characters, composed, lower-cased, widths and accents levelled.

    Cut before composing: decomposed Hangul (as macOS sends it) takes three characters a
    syllable, so three times the limit is read.
    """
    composed = unicodedata.normalize("NFC", text[: limit * 3])[:limit]
    if composed.isascii():
        return composed.lower()
    return "".join(map(_level, composed)).casefold()


@lru_cache(maxsize=4_096)
def _level(char: str) -> str:
    if "\uff01" <= char <= "\uff5e":
        return unicodedata.normalize("NFKC", char)
    if char < "\u0250":
        plain = unicodedata.normalize("NFD", char)[0]
        return plain if plain.isalpha() else char
    return _CONJOINING.get(ord(char), char)


def script_of(word: str) -> Script:
    """The script of a word as cut by `words`."""
    first = word[0]
    if "가" <= first <= "힣":
        return Script.HANGUL
    if "ㄱ" <= first <= "ㅎ":
        return Script.INITIALS
    if first.isascii():
        return Script.NUMBER if first.isdigit() else Script.LATIN
    return Script.OTHER


def words(text: str, limit: int = TEXT_CHARACTERS) -> list[str]:
    """The words of a text in order; letters, digits and scripts part from each other."""
    return [word[:WORD_CHARACTERS] for word in _WORD.findall(normalise(text, limit))]


def question(text: str) -> tuple[Word, ...]:
    """The distinct words of a typed question, at most ten; a half-typed letter is left out."""
    levelled = _UNFINISHED.sub("", normalise(text, QUERY_CHARACTERS)).translate(_CLUSTERS)
    found = dict.fromkeys(word[:WORD_CHARACTERS] for word in _WORD.findall(levelled))
    return tuple(Word(word, script_of(word)) for word in list(found)[:QUERY_WORDS])


def ngrams(text: str, size: int = 2) -> list[str]:
    """Every run of `size` characters in `text`."""
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def takes_grams(word: str) -> bool:
    """Whether parts of the word mean something: those of a number do not (500 in 1500)."""
    return script_of(word) in (Script.HANGUL, Script.LATIN, Script.OTHER)
