"""Pretendard GOV (OFL 1.1, as krds-uiux ships it) as plain TrueType, for papers in PDF."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.ttLib import TTFont
from front_end import fonts, stamps


def build(root: Path, *, force: bool = False) -> list[str]:
    """Write build/fonts/*.ttf when the package's files changed."""
    folder = root / "build" / "fonts"
    sources = {
        folder / f"PretendardGOV-{n}.ttf": fonts.source(root, n) for n in ("Regular", "Bold")
    }
    value, stamp = stamps.fingerprint([*sources.values(), Path(__file__)]), folder / ".stamp"
    if not force and stamps.is_current(stamp, value, sources):
        return []
    for target, source in sources.items():
        stamps.write(target, plain(source))
    stamps.write(stamp, value)
    return [f"fonts for papers: {len(sources)} weights"]


def plain(source: Path) -> bytes:
    """A web font unpacked."""
    font, out = TTFont(source), io.BytesIO()
    font.flavor = None
    font.save(out)
    return out.getvalue()
