"""Hangul by arithmetic: the jamo of a syllable, its initial, words of the wrong layout."""

from __future__ import annotations

# Unicode 3.12: syllable = 0xAC00 + (initial × 21 + vowel) × 28 + final
FIRST, LAST = 0xAC00, 0xD7A3
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = (
    "", "ㄱ", "ㄲ", "ㄳ", "ㄴ", "ㄵ", "ㄶ", "ㄷ", "ㄹ", "ㄺ", "ㄻ", "ㄼ", "ㄽ", "ㄾ",
    "ㄿ", "ㅀ", "ㅁ", "ㅂ", "ㅄ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
)  # fmt: skip

# An input method joins consonants that were meant one by one: ㅂ+ㅅ comes out as ㅄ.
SPLIT = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ", "ㅘ": "ㅗㅏ",
    "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
}  # fmt: skip
JOIN = {parts: whole for whole, parts in SPLIT.items()}

# People search ㄱ for 꿀 as well as for 감.
PLAIN = str.maketrans("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ")

# The two-set (두벌식) layout, KS X 5002.
KEYS = dict(
    zip(
        "qwertasdfgzxcvyuiophjklbnmQWERTOP",
        "ㅂㅈㄷㄱㅅㅁㄴㅇㄹㅎㅋㅌㅊㅍㅛㅕㅑㅐㅔㅗㅓㅏㅣㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        strict=True,
    )
)


def is_syllable(char: str) -> bool:
    """Whether `char` is one composed Hangul syllable."""
    return FIRST <= ord(char) <= LAST


def final_of(char: str) -> str:
    """The final consonant of a syllable, empty when it has none."""
    return FINALS[(ord(char) - FIRST) % 28] if is_syllable(char) else ""


def initials_of(text: str) -> str:
    """The initial consonants (초성) of the syllables in `text`, doubled ones made plain."""
    found = (
        INITIALS[(ord(char) - FIRST) // 588] if is_syllable(char) else SPLIT.get(char, char)
        for char in text
        if is_syllable(char) or "ㄱ" <= char <= "ㅎ"
    )
    return "".join(found).translate(PLAIN)


def keystrokes(text: str) -> str:
    """`text` as the jamo a person types for it, so that 빈 is a beginning of 비누."""
    out: list[str] = []
    for char in text:
        if is_syllable(char):
            code = ord(char) - FIRST
            parts = (INITIALS[code // 588], VOWELS[code // 28 % 21], FINALS[code % 28])
        else:
            parts = (char, "", "")
        out.extend(SPLIT.get(part, part) for part in parts)
    return "".join(out)


def compose(jamo: str) -> str:
    """Syllables from a run of typed jamo, as an input method would put them together."""
    out, rest = "", jamo
    while rest:
        syllable, used = _take_syllable(rest)
        out, rest = out + syllable, rest[used:]
    return out


def from_latin_layout(text: str) -> str:
    """What the keys of `text` mean on a Korean layout: qlsn → 비누; unknown keys stay."""
    return compose("".join(KEYS.get(char, KEYS.get(char.lower(), char)) for char in text))


def _take_syllable(jamo: str) -> tuple[str, int]:
    if len(jamo) < 2 or jamo[0] not in INITIALS or jamo[1] not in VOWELS:
        return jamo[0], 1
    used = 3 if jamo[1:3] in JOIN else 2
    vowel = JOIN.get(jamo[1:3], jamo[1]) if used == 3 else jamo[1]
    final, length = _take_final(jamo[used:])
    code = (INITIALS.index(jamo[0]) * 21 + VOWELS.index(vowel)) * 28 + FINALS.index(final)
    return chr(FIRST + code), used + length


def _take_final(rest: str) -> tuple[str, int]:
    """The final at the head of `rest`; a consonant before a vowel opens the next syllable."""
    for length in (2, 1):
        final = JOIN.get(rest[:2], "") if length == 2 else rest[:1]
        follower = rest[length : length + 1]
        opens_next = follower != "" and follower in VOWELS
        if final and final in FINALS and not opens_next:
            return final, length
    return "", 0
