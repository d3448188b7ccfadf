"""Names of those who did something, in one statement."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core.database import db


def names_of(account_ids: Iterable[int | None]) -> dict[int | None, str]:
    """Names by account id; an act of no person is by the system and has none."""
    wanted = {each for each in account_ids if each is not None}
    if not wanted:
        return {}
    query = select(Account.id, Account.name).where(Account.id.in_(sorted(wanted)))
    return {row.id: row.name for row in db.session.execute(query)}
