"""A department at its desk: its people signed in, one certified maker's soap to buy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import clock
from tests.procurement.purchasing import Scene, make_scene
from tests.support.search_index import forget_index
from tests.support.signing_in import SignIn

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, 12:00 in Seoul


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    """A department, its people, a rule that counts on acceptance, and a certified maker."""
    with clock.frozen(NOON):
        forget_index(app)
        yield make_scene()


@pytest.fixture
def purchaser(scene: Scene, signed_in: SignIn) -> FlaskClient:
    """The department's purchaser."""
    return signed_in(scene.purchaser)


@pytest.fixture
def approver(scene: Scene, signed_in: SignIn) -> FlaskClient:
    """The department's approver."""
    return signed_in(scene.approver)
