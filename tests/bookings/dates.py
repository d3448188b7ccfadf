"""An experience with dates, for tests."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.catalog.models import Product, ProductKind
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.scheduling import DatePlan, add_dates
from marketplace.core import clock
from marketplace.core.database import db
from tests.support import factories


def plan(days: int = 10, **values: Any) -> DatePlan:
    """A date so many days ahead, 14:00 to 16:00, eight seats."""
    return DatePlan(
        **{
            "day": clock.today() + timedelta(days=days),
            "starts": time(14),
            "ends": time(16),
            "place": "성북구 가상길 1",
            "seats": 8,
            **values,
        }
    )


def experience(days: int = 10, **values: Any) -> ExperienceSession:
    """One date of a new experience; in an open transaction."""
    product = factories.product(
        stock=None, kind=ProductKind.EXPERIENCE, price_won=20_000, **values.pop("product", {})
    )
    return add_dates(product.id, plan(days, **values))[0]


def just_before(session: ExperienceSession, **before: float) -> datetime:
    return session.starts_at - timedelta(**before)


def product_of(session: ExperienceSession) -> Product:
    return db.session.get_one(Product, session.product_id)


def fresh(session_id: int) -> ExperienceSession:
    db.session.rollback()
    return db.session.scalars(select(ExperienceSession).filter_by(id=session_id)).one()
