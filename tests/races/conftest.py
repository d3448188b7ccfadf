"""A served shop for each race."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races.server import Market, serve
from tests.support.databases import TestDatabase


@pytest.fixture
def market(test_database: TestDatabase, tmp_path: Path) -> Iterator[Market]:
    """A shop on an empty, migrated database, served by several workers."""
    test_database.reset()
    with serve(test_database, tmp_path) as market:
        yield market
    test_database.doors.dispose()
