"""Which firm a person works for right now; most people have one."""

from __future__ import annotations

from flask import g, session
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.core.database import db
from marketplace.enterprises.models import Enterprise
from marketplace.orders.models import ParcelStatus
from marketplace.orders.selling import count_parcels_by_status
from marketplace.quoting.queries import count_unanswered
from marketplace.returns.queries import SELLERS_TURN, count_by_status
from marketplace.web.viewer import current_viewer

CHOSEN = "seller_enterprise"


def my_enterprises() -> list[Enterprise]:
    """Every firm of the viewer, by name; read once a request."""
    if "my_enterprises" not in g:
        query = (
            select(Enterprise)
            .where(Enterprise.id.in_(current_viewer().enterprise_ids))
            .options(selectinload(Enterprise.certifications))
            .order_by(Enterprise.name, Enterprise.id)
        )
        g.my_enterprises = list(db.session.scalars(query))
    firms: list[Enterprise] = g.my_enterprises
    return firms


def current_enterprise() -> Enterprise:
    """The chosen firm if the viewer still belongs to it, the first by name otherwise."""
    chosen = session.get(CHOSEN)
    firms = my_enterprises()
    return next((firm for firm in firms if firm.id == chosen), firms[0])


def parcel_counts() -> dict[ParcelStatus, int]:
    """Parcels of the chosen firm by state; read once a request."""
    if "parcel_counts" not in g:
        g.parcel_counts = count_parcels_by_status([current_enterprise().id])
    counts: dict[ParcelStatus, int] = g.parcel_counts
    return counts


def returns_waiting() -> int:
    """Requests of the chosen firm that wait for it; read once a request."""
    if "returns_waiting" not in g:
        counts = count_by_status([current_enterprise().id])
        g.returns_waiting = sum(counts.get(status, 0) for status in SELLERS_TURN)
    waiting: int = g.returns_waiting
    return waiting


def unanswered() -> int:
    """Quotes the chosen firm has not answered; read once a request."""
    if "unanswered_quotes" not in g:
        g.unanswered_quotes = count_unanswered([current_enterprise().id])
    count: int = g.unanswered_quotes
    return count


def choose(enterprise_id: int) -> bool:
    """Work for another firm from now on; False for one the viewer does not belong to."""
    if enterprise_id not in current_viewer().enterprise_ids:
        return False
    session[CHOSEN] = enterprise_id
    return True


def my_account_id() -> int:
    """The signed-in person; views of this portal are never open to anybody else."""
    account_id = current_viewer().account_id
    if account_id is None:
        raise RuntimeError("a seller's view was opened by nobody")
    return account_id
