"""Korean names in Latin letters, for addresses: syllable by syllable, without assimilation."""

from __future__ import annotations

import re
import unicodedata

FIRST, SYLLABLES = 0xAC00, 11_172
# 국어의 로마자 표기법 제2장: 초성, 중성, 종성 in the order Unicode composes them.
INITIALS = ("g kk n d tt r m b pp s ss _ j jj ch k t p h").replace("_", "").split(" ")
MEDIALS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")  # noqa: SIM905
FINALS = " k kk ks n nj nh t l lk lm lb ls lt lp lh m p bs t t ng t t k t p t".split(" ")  # noqa: SIM905


def romanize(text: str) -> str:
    """`태화루` → `taehwaru`; other characters stay as they are."""
    return "".join(_syllable(character) for character in unicodedata.normalize("NFC", text))


def _syllable(character: str) -> str:
    index = ord(character) - FIRST
    if not 0 <= index < SYLLABLES:
        return character
    initial, rest = divmod(index, 21 * 28)
    medial, final = divmod(rest, 28)
    return INITIALS[initial] + MEDIALS[medial] + FINALS[final]


def slug_of(name: str, longest: int = 56) -> str:
    """A kebab-case ASCII name for an address; company signs like ㈜ and (협) are left out."""
    plain = re.sub(r"㈜|\((?:주|협|사|유|재)\)|주식회사", " ", name)
    latin = unicodedata.normalize("NFKD", romanize(plain)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", latin.lower()).strip("-")[:longest].strip("-") or "name"
