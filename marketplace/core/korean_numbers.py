"""Amounts in Korean words, as official papers repeat them so that a digit cannot be added."""

from __future__ import annotations

DIGITS = "영일이삼사오육칠팔구"
SMALL = ("", "십", "백", "천")
LARGE = ("", "만", "억", "조", "경")


def in_words(won: int) -> str:
    """22,000 as 금 이만이천원정; raises ValueError for a negative amount."""
    if won < 0:
        raise ValueError("a paper states no negative amount")
    return f"금 {_number(won)}원정"


def _number(value: int) -> str:
    if value == 0:
        return DIGITS[0]
    said, place = "", 0
    while value:
        value, four = divmod(value, 10_000)
        if four:
            said = _four(four) + LARGE[place] + said
        place += 1
    return said


def _four(value: int) -> str:
    """Every digit is said, 일 too (일십, 일백): an unsaid one could be written in."""
    said = ""
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            said += DIGITS[digit] + SMALL[place]
    return said
