"""No file grows until nobody reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {"marketplace": ("*.py", 300), "templates": ("*.html", 200), "static/css": ("*.css", 300)}


@pytest.mark.parametrize("folder", LIMITS)
def test_files_stay_readable(folder: str) -> None:
    pattern, most = LIMITS[folder]
    sizes = {p: len(p.read_text().splitlines()) for p in (ROOT / folder).rglob(pattern)}
    assert sizes
    assert {str(p.relative_to(ROOT)): n for p, n in sizes.items() if n > most} == {}
