"""The market calendar: announced, changed, called off with a reason, found by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.channels.editorial.errors import AddressTaken, MarketNotFound
from marketplace.channels.editorial.models import MarketEvent, MarketKind
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T

MOST_COMING, MOST_PAST = 120, 40


@dataclass(frozen=True, slots=True)
class MarketDraft:
    """What happens, where and when."""

    slug: str
    title: str
    kind: MarketKind
    region_id: int
    place: str
    address: str
    host: str
    hours: str
    description: str
    starts_on: date
    ends_on: date


def save_market(draft: MarketDraft, market: MarketEvent | None = None) -> MarketEvent:
    """Announce a market or change one, its address staying; raises AddressTaken or Invalid."""
    if draft.ends_on < draft.starts_on:
        raise Invalid(fields={"ends_on": [T("종료일은 시작일과 같거나 뒤여야 합니다.")]})
    saved = market or MarketEvent(slug=draft.slug)
    for name in (
        *("title", "kind", "region_id", "place", "address", "host", "hours"),
        *("description", "starts_on", "ends_on"),
    ):
        setattr(saved, name, getattr(draft, name))
    try:
        with db.session.begin_nested():
            db.session.add(saved)
    except IntegrityError:
        raise AddressTaken from None
    audit.record("market:announced" if market is None else "market:changed", saved)
    return saved


def cancel_market(market: MarketEvent, reason: str) -> None:
    """Call it off: it stays in the calendar and says why. Raises Invalid without a reason."""
    if not reason.strip():
        said = T("취소 사유를 적어 주세요. 달력에 그대로 보입니다.")
        raise Invalid(said, {"reason": [said]})
    market.cancelled_reason = reason.strip()
    db.session.flush()
    audit.record("market:cancelled", market, reason=market.cancelled_reason)


def get_market(slug: str) -> MarketEvent:
    """One market with its region; raises MarketNotFound."""
    query = select(MarketEvent).filter_by(slug=slug).options(joinedload(MarketEvent.region))
    found: MarketEvent | None = db.session.scalar(query)
    if found is None:
        raise MarketNotFound
    return found


def list_coming(limit: int = MOST_COMING, *, with_cancelled: bool = True) -> Sequence[MarketEvent]:
    """Markets that are not over, the next first."""
    query = (
        select(MarketEvent)
        .where(MarketEvent.ends_on >= clock.today())
        .options(joinedload(MarketEvent.region))
        .order_by(MarketEvent.starts_on, MarketEvent.id)
        .limit(limit)
    )
    if not with_cancelled:
        query = query.where(MarketEvent.cancelled_reason == "")
    return db.session.scalars(query).all()


def list_past(limit: int = MOST_PAST) -> Sequence[MarketEvent]:
    """Markets that are over, the last first."""
    query = (
        select(MarketEvent)
        .where(MarketEvent.ends_on < clock.today())
        .options(joinedload(MarketEvent.region))
        .order_by(MarketEvent.ends_on.desc(), MarketEvent.id.desc())
        .limit(limit)
    )
    return db.session.scalars(query).all()
