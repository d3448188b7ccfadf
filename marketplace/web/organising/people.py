"""Everybody who serves in an institution, and the end of a role."""

from __future__ import annotations

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import storable
from marketplace.procurement.inviting import list_invitations
from marketplace.procurement.serving import current_people, end_membership, get_membership
from marketplace.web.department_words import ROLES
from marketplace.web.forms import show_errors
from marketplace.web.organising.departments import department_page
from marketplace.web.organising.desk import Desk, screen
from marketplace.web.organising.forms import EndingForm, ending_prefix


@screen("/people")
def people(desk: Desk, **_named: str) -> ResponseReturnValue:
    """Roles held now or soon, found by name, mail or department; who was asked waits on top."""
    text = storable(request.args.get("q", ""))[:80].strip()
    page = current_people(desk.institution.id, text, request.args.get("cursor"))
    return render_template(
        "organising/people.html",
        desk=desk,
        page=page,
        text=text,
        invitations=list_invitations(desk.institution.id),
        roles=ROLES,
        now=clock.now(),
    )


@screen("/memberships/<int:membership_id>/ending", "POST")
def membership_ending(desk: Desk, membership_id: int, **_named: str) -> ResponseReturnValue:
    """End a role after a day."""
    place = get_membership(membership_id, desk.institution.id).department
    form = EndingForm(prefix=ending_prefix(membership_id))
    if form.validate_on_submit() and form.until.data:
        try:
            with transaction():
                end_membership(
                    get_membership(membership_id, desk.institution.id),
                    form.until.data,
                    keeps_coordinator=desk.keeps_coordinator,
                )
            flash(_("역할의 마지막 날을 정했습니다. 한 일의 기록은 그대로 남습니다."), "good")
            return desk.go(desk.of(place))
        except (Conflict, Invalid) as error:
            show_errors(form, error)
    return department_page(desk, place, form, membership_id)
