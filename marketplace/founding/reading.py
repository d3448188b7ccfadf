"""The data files as they lie beside this module."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def read(name: str) -> dict[str, Any]:
    """One data file by its name without `.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
