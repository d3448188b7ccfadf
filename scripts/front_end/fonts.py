"""Pretendard GOV (OFL 1.1, as krds-uiux ships it) cut into small files by unicode range.

A first visit takes the core only: Latin, digits, signs and the commonest syllables of our texts.
The browser fetches another slice when a page holds one of its letters.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from front_end import stamps, syllables

FAMILY = "Pretendard GOV"
WEIGHTS = {400: "Regular", 700: "Bold"}
CORE_SYLLABLES = 620
OURS = 260  # a slice of the syllables our texts use less often; half as many files as 130
SLICE = 340
PLAIN = [*range(0x20, 0x7F), 0xA0, 0xA9, 0xB7, 0xD7, *range(0x2010, 0x2016), 0x2018, 0x2019]
SIGNS = [
    0x201C,
    0x201D,
    0x2022,
    0x2026,
    0x203B,
    0x20A9,
    0x2190,
    0x2192,
    0x2212,
    0x25C6,
    0x2713,
    0x321C,
]
LATIN_ENDS = 0x0370  # before Greek
FEATURES = ["kern", "ccmp", "locl", "calt", "mark"]


def build(root: Path, *, force: bool = False) -> list[str]:
    """Write vendor/fonts/*.woff2 and fonts.css when the font, the count or this file changed."""
    folder = root / "static" / "vendor" / "fonts"
    sources = {w: source(root, name) for w, name in WEIGHTS.items()}
    inputs = [*sources.values(), root / "static" / "fonts" / "syllables.txt", Path(__file__)]
    value, stamp = stamps.fingerprint(inputs), folder / ".stamp"
    if not force and stamps.is_current(stamp, value, [folder / "fonts.css"]):
        return []
    ranked = syllables.ranked(root)
    faces, total = [], 0
    for weight, origin in sources.items():
        for name, letters, data in _cut(origin, ranked):
            file = f"{weight}-{name}.{value[:8]}.woff2"
            stamps.write(folder / file, data)
            faces.append(_face(weight, file, name, letters))
            total += len(data) if name == "core" else 0
    stamps.write(folder / "fonts.css", "\n".join(faces) + "\n")
    _sweep(folder, keep=value[:8])
    stamps.write(stamp, value)
    return [f"fonts {len(faces)} slices, the two cores {total / 1024:.0f} kB"]


def source(root: Path, name: str) -> Path:
    """Where the package keeps a weight."""
    fonts = root / "node_modules" / "krds-uiux" / "resources" / "fonts"
    return fonts / f"PretendardGOV-{name}.subset.woff2"


def _cut(origin: Path, ranked: list[str]) -> Iterable[tuple[str, list[int], bytes]]:
    """Every slice of one weight as (name, code points, woff2)."""
    font = TTFont(origin)
    has = set(font.getBestCmap())
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)
    for name, letters in slices(has, ranked):
        yield name, letters, _woff2(plain.getvalue(), letters)


def slices(has: set[int], ranked: list[str]) -> list[tuple[str, list[int]]]:
    """How the letters a font has are shared out; each letter is in exactly one slice.

    The core comes last, because of two faces whose ranges overlap the browser asks the later one.
    """
    known = [ord(letter) for letter in ranked if ord(letter) in has]
    core = [*(c for c in (*PLAIN, *SIGNS) if c in has), *known[:CORE_SYLLABLES]]
    ours = known[CORE_SYLLABLES:]
    rest = sorted(has - {*core, *ours})
    korean = [c for c in rest if syllables.FIRST <= c <= syllables.LAST]
    found = [
        ("latin", [c for c in rest if c < LATIN_ENDS]),
        ("signs", [c for c in rest if c >= LATIN_ENDS and c not in korean]),
    ]
    found += [
        (f"rare{n}", korean[at : at + SLICE]) for n, at in enumerate(range(0, len(korean), SLICE))
    ]
    found += [
        (f"ours{n}", sorted(ours[at : at + OURS])) for n, at in enumerate(range(0, len(ours), OURS))
    ]
    found.append(("core", sorted(core)))
    return [(name, letters) for name, letters in found if letters]


def _woff2(font: bytes, letters: list[int]) -> bytes:
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=FEATURES, notdef_outline=True
    )
    options.drop_tables += ["vhea", "vmtx"]
    loaded = subset.load_font(io.BytesIO(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(loaded)
    result = io.BytesIO()
    subset.save_font(loaded, result, options)
    return result.getvalue()


def _face(weight: int, file: str, name: str, letters: list[int]) -> str:
    covers = f"U+{letters[0]:X}-{letters[-1]:X}" if name.startswith("rare") else ranges(letters)
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-display: swap; '
        f'src: url("fonts/{file}") format("woff2"); unicode-range: {covers}; }}'
    )


def ranges(letters: list[int]) -> str:
    """Sorted code points as CSS ranges."""
    runs: list[list[int]] = []
    for letter in letters:
        if runs and letter == runs[-1][1] + 1:
            runs[-1][1] = letter
        else:
            runs.append([letter, letter])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def _sweep(folder: Path, keep: str) -> None:
    for old in folder.glob("*.woff2"):
        if f".{keep}." not in old.name:
            old.unlink()
