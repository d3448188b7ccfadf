"""People asked to serve in departments of the invented district, who have not answered yet."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.permissions import DepartmentRole
from marketplace.demo.acting import deed
from marketplace.demo.people import COORDINATOR_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.public_bodies import get_department
from marketplace.procurement.inviting import Invited, invite
from marketplace.procurement.models import Invitation

# Department, mail, name, role, days ago: the last one's fortnight is over.
ASKED = (
    ("parks", "parks.new@demo.example", "한새내(가상)", DepartmentRole.PURCHASER, 2),
    ("saemmul-dong", "saemmul.new@demo.example", "문들샘(가상)", DepartmentRole.ACCOUNTANT, 5),
    ("transport", "transport.new@demo.example", "길나루(가상)", DepartmentRole.APPROVER, 20),
)


def send(watcher: Watcher) -> None:
    """Each once; nobody answers, so that the screens show what waits."""
    coordinator = find_account(COORDINATOR_MAIL)
    for code, email, name, role, days in watched(ASKED, watcher, "부서 초대"):
        if db.session.scalar(select(Invitation.id).filter_by(email=email)) is None:
            with deed(coordinator, clock.now() - timedelta(days=days)):
                invite(get_department(code), Invited(email, name, role), coordinator.id)
