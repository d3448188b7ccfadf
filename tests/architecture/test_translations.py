"""Korean first, English complete."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_sentence_has_english() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "scripts" / "translations", "missing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
