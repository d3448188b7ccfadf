"""Every model in one place, and the migrations that build their tables."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from marketplace.accounts import factor_models as accounts_factors
from marketplace.accounts import models as accounts
from marketplace.audit import models as audit
from marketplace.catalog import models as catalog
from marketplace.catalog.sessions import models as sessions
from marketplace.channels import models as channels
from marketplace.channels.editorial import models as editorial
from marketplace.core.database import Base, db
from marketplace.enterprises import models as enterprises
from marketplace.feedback import models as feedback
from marketplace.media import models as media
from marketplace.notify import models as notify
from marketplace.orders import booking_models as bookings
from marketplace.orders import models as orders
from marketplace.payments import models as payments
from marketplace.procurement import models as procurement
from marketplace.promotions import models as promotions
from marketplace.promotions.points import models as points
from marketplace.quoting import models as quoting
from marketplace.returns import models as returns
from marketplace.search import models as search

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

# Importing a models module is what puts its tables into the metadata.
MODELS = (
    accounts,
    accounts_factors,
    audit,
    bookings,
    catalog,
    channels,
    editorial,
    enterprises,
    feedback,
    media,
    notify,
    orders,
    payments,
    points,
    procurement,
    quoting,
    promotions,
    returns,
    search,
    sessions,
)

metadata = Base.metadata


def init_app(app: Flask) -> None:
    """Give the application its migrations (`flask db upgrade`)."""
    Migrate(app, db, directory=str(MIGRATIONS), compare_type=True)
