"""The data files as they lie beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.demo.entries import EnterpriseEntry, ProductEntry

DATA = Path(__file__).parent / "data"
REFERENCE = Path(__file__).parent / "reference"


def read(name: str) -> dict[str, Any]:
    """One data file by its name without `.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


@cache
def enterprises() -> tuple[EnterpriseEntry, ...]:
    """Every enterprise, by slug."""
    return tuple(
        EnterpriseEntry.read(path.stem, tomllib.loads(path.read_text("utf-8")))
        for path in sorted((DATA / "enterprises").glob("*.toml"))
    )


def listings() -> list[tuple[EnterpriseEntry, ProductEntry]]:
    """Every product with its enterprise."""
    return [
        (enterprise, product) for enterprise in enterprises() for product in enterprise.products
    ]
