"""Which Korean syllables our own texts use, and how often: the order fonts are cut in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from front_end import stamps

FIRST, LAST = 0xAC00, 0xD7A3
# A template's words are on every page, a name in every list, a description on one page.
SOURCES = (("templates", "*.html", 3), ("marketplace", "*.py", 1), ("marketplace", "*.csv", 1))
DATA_SOURCE = ("marketplace/demo", "*.toml")
NAMING = re.compile(
    r"^\s*(?:name|title|tagline|summary|headline|business|unit)\s*=.*", re.MULTILINE
)
NAME_WEIGHT = 8


def count(root: Path) -> int:
    """Write static/fonts/syllables.txt, commonest first; says how many there are."""
    tally: Counter[str] = Counter()
    for text, weight in _texts(root):
        for letter, times in Counter(text).items():
            if FIRST <= ord(letter) <= LAST:
                tally[letter] += times * weight
    ordered = sorted(tally, key=lambda letter: (-tally[letter], letter))
    lines = ("".join(ordered[at : at + 50]) for at in range(0, len(ordered), 50))
    head = "# Korean syllables of our texts, commonest first; by scripts/assets --count-syllables"
    stamps.write(root / "static" / "fonts" / "syllables.txt", "\n".join([head, *lines, ""]))
    return len(ordered)


def ranked(root: Path) -> list[str]:
    """The counted syllables, commonest first."""
    lines = (root / "static" / "fonts" / "syllables.txt").read_text("utf-8").splitlines()
    return list("".join(line for line in lines if not line.startswith("#")))


def _texts(root: Path) -> Iterator[tuple[str, int]]:
    for folder, pattern, weight in SOURCES:
        for file in sorted((root / folder).rglob(pattern)):
            yield file.read_text("utf-8"), weight
    for file in sorted((root / DATA_SOURCE[0]).rglob(DATA_SOURCE[1])):
        text = file.read_text("utf-8")
        yield text, 1
        yield "".join(NAMING.findall(text)), NAME_WEIGHT
