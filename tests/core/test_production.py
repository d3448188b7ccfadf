"""Production refuses a database with demonstration accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from marketplace.config import SettingsRefused
from marketplace.core.database import transaction
from marketplace.production import refuse_demo_accounts
from tests.support import factories
from tests.support.databases import TestDatabase


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
