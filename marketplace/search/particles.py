"""Particles (조사) taken off by rule: 비누를 → 비누, 마을에서는 → 마을; no dictionary, no model."""

from __future__ import annotations

from functools import lru_cache

from marketplace.search.hangul import final_of, is_syllable

AFTER_FINAL = ("을", "은", "이", "과", "으로", "이랑", "이나", "이며", "이라도", "이든", "아")
AFTER_VOWEL = ("를", "는", "가", "와", "랑", "나", "며", "라도", "든", "야")
ANYWHERE = (
    "의", "에", "에서", "에게", "에게서", "께", "께서", "한테", "한테서", "도", "만", "까지",
    "부터", "보다", "처럼", "같이", "만큼", "마다", "조차", "마저", "밖에", "대로", "하고", "들",
)  # fmt: skip
ALL = tuple(sorted({*AFTER_FINAL, *AFTER_VOWEL, *ANYWHERE, "로"}, key=len, reverse=True))

# After one syllable these are a particle for certain; 이 and 은 are not: 종이, 놀이, 가은.
SURE = frozenset({"을", "를"}) | {particle for particle in ALL if len(particle) > 1}
ROUNDS = 3  # 아이들에게는: 는, 에게, 들


@lru_cache(maxsize=50_000)
def stems(word: str, daring: bool = False) -> tuple[str, ...]:
    """The word without its particles, outermost first; empty when no rule applies.

    A single syllable is left over only by a sure particle, or when `daring`.
    """
    found: list[str] = []
    for _ in range(ROUNDS):
        shorter = _without_particle(found[-1] if found else word, daring)
        if not shorter:
            break
        found.append(shorter)
    return tuple(found)


def _without_particle(word: str, daring: bool) -> str:
    """`word` less its longest particle, or "" when none fits its last sound."""
    for particle in ALL:
        stem = word.removesuffix(particle)
        if stem and stem != word and is_syllable(stem[-1]) and _fits(stem, particle, daring):
            return stem
    return ""


def _fits(stem: str, particle: str, daring: bool) -> bool:
    if len(stem) == 1 and particle not in SURE and not daring:
        return False
    final = final_of(stem[-1])
    if particle == "로":
        return final in ("", "ㄹ")
    if particle in AFTER_FINAL:
        return final != ""
    return final == "" if particle in AFTER_VOWEL else True
