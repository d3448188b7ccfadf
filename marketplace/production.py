"""The last look before production serves: nobody may sign in with a password from the README."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, inspect, select

from marketplace.accounts.models import Account
from marketplace.config import Settings, SettingsRefused
from marketplace.core.database import Doors

DEMO_DOMAIN = "@demo.example"


def refuse_demo_accounts(app: Flask, settings: Settings) -> None:
    """Raise SettingsRefused when a production database holds demonstration accounts.

    A database without tables is let pass, because `flask db upgrade` needs the application.
    """
    if not settings.is_production:
        return
    doors: Doors = app.extensions["doors"]
    count = _count_demo_accounts(doors)
    doors.dispose()  # workers are forked from here, and a connection has one owner
    if count:
        raise SettingsRefused(
            f"production refuses to start:\n- the database holds {count} demonstration accounts "
            f"(*{DEMO_DOMAIN}); set DATABASE_URL to a database without demo data"
        )


def _count_demo_accounts(doors: Doors) -> int:
    with doors.read.connect() as connection:
        if not inspect(connection).has_table(Account.__tablename__):
            return 0
        demo = Account.email.endswith(DEMO_DOMAIN, autoescape=True)
        return connection.scalar(select(func.count(Account.id)).where(demo)) or 0
