"""A department ready to buy, on a working day in autumn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from marketplace.core import clock
from tests.procurement.purchasing import Scene, make_scene

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, 12:00 in Seoul


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    """A department, its people, a rule that counts on acceptance, and a certified maker."""
    with clock.frozen(NOON):
        yield make_scene()
