"""A product people buy and speak of."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.catalog.models import Product
from marketplace.core.database import transaction
from tests.support import factories


@pytest.fixture
def soap(app: Flask) -> Product:
    with transaction():
        return factories.product(name="쑥 숙성비누", stock=100)
