"""An institution that has a system of its own, which listens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from marketplace.core import clock
from tests.procurement.purchasing import Scene, make_scene
from tests.procurement.webhooks.receiver import Receiver, receiving

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    """A department, its people and a rule."""
    with clock.frozen(NOON):
        yield make_scene()


@pytest.fixture
def loopback(app: Flask) -> Iterator[None]:
    """Let webhooks reach this machine, as a developer's setting does."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, webhook_loopback=True)
    yield
    app.extensions["settings"] = before


@pytest.fixture
def receiver(loopback: None) -> Iterator[Receiver]:
    """The institution's system."""
    with receiving() as found:
        yield found
