"""What is erased of somebody who leaves; what the law keeps is in their orders, not here."""

from __future__ import annotations

from sqlalchemy import delete

from marketplace.accounts.models import Account, Address
from marketplace.accounts.second_factor import forget
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.types import public_token


def erase_account(account_id: int) -> Account:
    """Erase name, mail, phone, password, second factor, addresses; nobody signs in with it again.

    Consents stay, because they prove what was agreed to; they name nobody any more.
    """
    account = db.session.get_one(Account, account_id, with_for_update=True)
    forget(account_id)
    db.session.execute(delete(Address).where(Address.account_id == account_id))
    account.email = f"left-{account_id}-{public_token(8).lower()}@erased.invalid"
    account.name, account.phone = "", ""
    account.password_hash, account.session_stamp = "!", public_token()
    account.disabled_at = clock.now()
    db.session.flush()
    audit.record("account:left", account)
    return account
