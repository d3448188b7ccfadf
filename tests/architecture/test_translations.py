"""Korean first, English complete."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def test_every_sentence_has_english() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "scripts" / "translations", "missing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_sentence_has_one_english() -> None:
    """Catalogues are read in order, so a second translation would win or lose by its folder."""
    english: dict[str, set[str]] = {}
    for source in sorted((ROOT / "marketplace" / "translations").glob("*/en/**/messages.po")):
        with source.open("rb") as po:
            for message in filter(lambda each: each.id, read_po(po, locale="en")):
                english.setdefault(str(message.id), set()).add(str(message.string))
    assert {said: found for said, found in english.items() if len(found) > 1} == {}
