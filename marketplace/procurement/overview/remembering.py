"""What costs much to add up, remembered by this process while nothing it rests on has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar, cast

from flask import current_app
from sqlalchemy import func, or_, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.procurement.models.changes import EVERYWHERE, ChangeMark

MOST = 64
Result = TypeVar("Result")


def remembered(name: str, institution_id: int, year: int, work_out: Callable[[], Result]) -> Result:
    """The result of `work_out`, from memory while the institution's marks are the same today.

    The marks are read before the work, so that a change in between is seen the next time. What
    names or places of sellers say is not marked: it may be as old as the last change.
    """
    memory: OrderedDict[tuple[object, ...], object] = current_app.extensions.setdefault(
        "quota_memory", OrderedDict()
    )
    key = (name, institution_id, year, clock.today(), _marks(institution_id))
    if key not in memory:
        memory[key] = work_out()
        while len(memory) > MOST:
            memory.popitem(last=False)
    return cast("Result", memory[key])


def _marks(institution_id: int) -> int:
    mine = or_(ChangeMark.institution_id == institution_id, ChangeMark.scope == EVERYWHERE)
    return db.session.scalar(select(func.sum(ChangeMark.version)).where(mine)) or 0
