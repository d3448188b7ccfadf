"""Production refuses a database with demonstration accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from marketplace import create_app
from marketplace.config import SettingsRefused
from marketplace.core.database import Doors, transaction
from marketplace.production import refuse_demo_accounts
from tests.support import factories
from tests.support.databases import TestDatabase


class TestOpenConnections:
    """Workers are forked from the process that made the application."""

    def test_none_is_left_by_making_it(self, app: Flask) -> None:
        made = create_app(app.extensions["settings"])
        assert [each.pool.checkedin() for each in made.extensions["doors"].engines] == [0] * len(
            made.extensions["doors"].engines
        )

    def test_none_is_left_by_the_last_look(self, app: Flask) -> None:
        doors: Doors = app.extensions["doors"]
        doors.dispose()
        refuse_demo_accounts(app, replace(app.extensions["settings"], env="production"))
        assert [each.pool.checkedin() for each in doors.engines] == [0] * len(doors.engines)


class TestRefuseDemoAccounts:
    def test_names_the_accounts(self, app: Flask) -> None:
        with transaction():
            factories.account(email="citizen@demo.example")
        settings = replace(app.extensions["settings"], env="production")
        with pytest.raises(SettingsRefused, match=r"1 demonstration accounts"):
            refuse_demo_accounts(app, settings)

    def test_lets_real_people_in(self, app: Flask) -> None:
        with transaction():
            factories.account(email="kim@ieum.example")
        refuse_demo_accounts(app, replace(app.extensions["settings"], env="production"))

    def test_does_not_look_outside_production(
        self, app: Flask, test_database: TestDatabase
    ) -> None:
        with transaction():
            factories.account(email="citizen@demo.example")
        refuse_demo_accounts(app, app.extensions["settings"])
