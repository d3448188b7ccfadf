"""The department tree on screen: add, rename, move, close from a day on, open again, remove."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import MarketplaceError, NotFound
from marketplace.procurement.inviting import list_invitations
from marketplace.procurement.models import Department, DepartmentKind, Membership
from marketplace.procurement.organising import (
    add_department,
    change_department,
    close_department,
    get_department,
    list_tree,
    move_department,
    remove_department,
    reopen_department,
)
from marketplace.procurement.serving import count_people, people_of
from marketplace.web.department_words import DEPARTMENT_KINDS, ROLES
from marketplace.web.forms import show_errors
from marketplace.web.numbers import stored_number
from marketplace.web.organising.desk import Desk, called, screen
from marketplace.web.organising.forms import (
    INVITE,
    ClosingForm,
    DepartmentForm,
    EndingForm,
    InvitationForm,
    NewDepartmentForm,
    PlaceForm,
    ending_prefix,
    offer_parents,
)


@screen("/departments")
def departments(desk: Desk, **_named: str) -> ResponseReturnValue:
    """The tree, with how many people serve where."""
    return render_template(
        "organising/departments.html",
        desk=desk,
        tree=list_tree(desk.institution.id),
        people=count_people(desk.institution.id),
        kinds=DEPARTMENT_KINDS,
        today=clock.today(),
    )


@screen("/departments/new", "GET", "POST")
def department_new(desk: Desk, **_named: str) -> ResponseReturnValue:
    """Add one, under the department the address names."""
    form = NewDepartmentForm(
        data={"kind": DepartmentKind.DIVISION, "reports": True, "parent": _asked_parent(desk)}
    )
    offer_parents(form, desk)
    if form.validate_on_submit() and _done(
        form, lambda: add_department(desk.institution.id, form.draft(), form.parent_id)
    ):
        flash(_("부서를 만들었습니다."), "good")
        return desk.go(desk.address("/departments"))
    page = render_template("organising/department_new.html", desk=desk, form=form)
    return page, 422 if form.errors or form.form_errors else 200


@screen("/departments/<int:department_id>", "GET", "POST")
def department(desk: Desk, department_id: int, **_named: str) -> ResponseReturnValue:
    """One department with everything that can be done to it; saving changes its name and kind."""
    shown = get_department(department_id, desk.institution.id)
    form = DepartmentForm(obj=shown)
    if form.validate_on_submit() and _done(
        form, lambda: change_department(_again(desk, department_id), form.draft())
    ):
        flash(_("부서를 저장했습니다."), "good")
        return desk.go(desk.of(shown))
    return department_page(desk, shown, form)


@screen("/departments/<int:department_id>/place", "POST")
def department_place(desk: Desk, department_id: int, **_named: str) -> ResponseReturnValue:
    """Move it with everything under it."""
    shown = get_department(department_id, desk.institution.id)
    form = PlaceForm()
    offer_parents(form, desk, shown)
    if form.validate_on_submit() and _done(
        form, lambda: move_department(_again(desk, department_id), form.parent_id)
    ):
        flash(_("부서를 옮겼습니다."), "good")
        return desk.go(desk.of(shown))
    return department_page(desk, shown, form)


@screen("/departments/<int:department_id>/closing", "POST")
def department_closing(desk: Desk, department_id: int, **_named: str) -> ResponseReturnValue:
    """Close it from a day on."""
    shown = get_department(department_id, desk.institution.id)
    form = ClosingForm()
    if form.validate_on_submit() and _done(
        form,
        lambda: close_department(
            _again(desk, department_id), form.closed_on.data or clock.today(), current_user.id
        ),
    ):
        flash(_("폐지일을 정했습니다. 기록과 실적은 그대로 남습니다."), "good")
        return desk.go(desk.of(shown))
    return department_page(desk, shown, form)


@screen("/departments/<int:department_id>/reopening", "POST")
def department_reopening(desk: Desk, department_id: int, **_named: str) -> ResponseReturnValue:
    """Open a closed one again."""
    shown = get_department(department_id, desk.institution.id)
    form = FlaskForm()
    if form.validate_on_submit() and _done(
        form, lambda: reopen_department(_again(desk, department_id))
    ):
        flash(_("부서를 다시 열었습니다. 사람은 다시 초대해 주세요."), "good")
        return desk.go(desk.of(shown))
    return department_page(desk, shown, form)


@screen("/departments/<int:department_id>/removal", "POST")
def department_removal(desk: Desk, department_id: int, **_named: str) -> ResponseReturnValue:
    """Remove one that nothing names."""
    form = FlaskForm()
    if form.validate_on_submit() and _done(
        form, lambda: remove_department(_again(desk, department_id))
    ):
        flash(_("쓰지 않은 부서를 지웠습니다."), "good")
        return desk.go(desk.address("/departments"))
    return department_page(desk, get_department(department_id, desk.institution.id), form)


def department_page(
    desk: Desk, shown: Department, sent: FlaskForm, ending_of: int = 0
) -> ResponseReturnValue:
    """One department; `sent` is the form that was filled in, the others begin anew.

    `ending_of` is the membership that `sent` was to end, where it is such a form.
    """
    place = sent if type(sent) is PlaceForm else PlaceForm(formdata=None)
    if place is not sent:
        offer_parents(place, desk, shown)
        place.parent.data = str(shown.parent_id or "")
    faulty = bool(sent.errors or sent.form_errors)
    people = people_of(shown.id)
    page = render_template(
        "organising/department.html",
        desk=desk,
        shown=shown,
        name=called(shown),
        sent=sent,
        form=_form(sent, DepartmentForm, obj=shown),
        place=place,
        closing=_form(sent, ClosingForm),
        invitation=_form(sent, InvitationForm, prefix=INVITE),
        endings={
            held.id: sent if held.id == ending_of else _ending(held)
            for held, _person in people
            if held.until is None or held.until >= clock.today()
        },
        people=people,
        invitations=list_invitations(desk.institution.id, shown.id),
        today=clock.today(),
        now=clock.now(),
        kinds=DEPARTMENT_KINDS,
        roles=ROLES,
    )
    return page, 422 if faulty else 200


def _ending(held: Membership) -> EndingForm:
    return EndingForm(
        formdata=None, prefix=ending_prefix(held.id), data={"until": held.until or clock.today()}
    )


def _form(sent: FlaskForm, kind: type[FlaskForm], **begin: object) -> FlaskForm:
    return sent if type(sent) is kind else kind(formdata=None, **begin)


def _done(form: FlaskForm, deed: Callable[[], object]) -> bool:
    """Do it in one transaction; what is refused comes back to its field."""
    try:
        with transaction():
            deed()
    except NotFound:
        raise
    except MarketplaceError as error:
        show_errors(form, error)
        return False
    return True


def _again(desk: Desk, department_id: int) -> Department:
    """The department within the writing transaction."""
    return get_department(department_id, desk.institution.id)


def _asked_parent(desk: Desk) -> str:
    asked = request.args.get("parent", type=stored_number)
    known = {each.department.id for each in list_tree(desk.institution.id)}
    return str(asked) if asked in known else ""
