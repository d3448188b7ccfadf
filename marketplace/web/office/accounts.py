"""An account as the centre may see it: whose it is and how it is guarded, never a secret."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from marketplace.accounts.factor_models import SecondFactor
from marketplace.accounts.models import Account
from marketplace.accounts.service import normal_email
from marketplace.core.database import db
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.office.blueprint import office

LONGEST = 254


@office.get("/accounts")
@access(Permission.ACCOUNT_VIEW)
def accounts() -> ResponseReturnValue:
    """Find an account by its whole mail address; nobody leafs through people."""
    asked = normal_email(request.args.get("email", ""))[:LONGEST].replace("\x00", "")
    query = (
        select(Account, SecondFactor.confirmed_at)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(Account.email == asked)
    )
    found = db.session.execute(query).one_or_none() if asked else None
    return render_template("office/accounts.html", asked=asked, found=found)
