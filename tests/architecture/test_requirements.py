"""What is installed is pinned, and taken from wherever the machine takes packages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^\s;]+(\s*;.*)?$")


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_every_line_is_a_pin(name: str) -> None:
    lines = [each for each in (ROOT / name).read_text().splitlines() if each.strip()]
    said = [each for each in lines if not each.lstrip().startswith("#")]
    assert said
    assert [each for each in said if not PINNED.match(each)] == []
