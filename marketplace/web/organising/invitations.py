"""Inviting people to a department, sending again, taking back."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, MarketplaceError
from marketplace.procurement.inviting import (
    get_invitation,
    invite,
    invite_again,
    revoke_invitation,
)
from marketplace.procurement.organising import get_department
from marketplace.web.forms import show_errors
from marketplace.web.organising.departments import department_page
from marketplace.web.organising.desk import Desk, screen
from marketplace.web.organising.forms import INVITE, InvitationForm
from marketplace.web.translation import translate


@screen("/departments/<int:department_id>/invitations", "POST")
def department_invitation(desk: Desk, department_id: int, **_named: str) -> ResponseReturnValue:
    """Ask somebody by mail to serve here."""
    shown = get_department(department_id, desk.institution.id)
    form = InvitationForm(prefix=INVITE)
    if form.validate_on_submit():
        try:
            with transaction():
                place = get_department(department_id, desk.institution.id)
                invite(place, form.invited(), current_user.id)
            flash(_("%(email)s에 초대 메일을 보냅니다.", email=form.email.data), "good")
            return desk.go(desk.of(shown))
        except MarketplaceError as error:
            show_errors(form, error)
    return department_page(desk, shown, form)


@screen("/invitations/<invitation_id>/letters", "POST")
def invitation_letter(desk: Desk, invitation_id: str, **_named: str) -> ResponseReturnValue:
    """Another letter with another link."""
    place = get_invitation(invitation_id, desk.institution.id).department
    try:
        with transaction():
            invite_again(get_invitation(invitation_id, desk.institution.id))
        flash(_("초대 메일을 다시 보냅니다. 앞서 보낸 링크는 쓸 수 없습니다."), "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
    return desk.go(desk.of(place))


@screen("/invitations/<invitation_id>/revocation", "POST")
def invitation_revocation(desk: Desk, invitation_id: str, **_named: str) -> ResponseReturnValue:
    """Take it back."""
    place = get_invitation(invitation_id, desk.institution.id).department
    try:
        with transaction():
            revoke_invitation(get_invitation(invitation_id, desk.institution.id), current_user.id)
        flash(_("초대를 거두었습니다."), "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
    return desk.go(desk.of(place))
