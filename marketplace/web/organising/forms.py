"""Forms of departments and people."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.inviting import Invited
from marketplace.procurement.models import Department, DepartmentKind
from marketplace.procurement.organising import DepartmentDraft, list_tree
from marketplace.web.department_words import DEPARTMENT_KINDS, ROLES
from marketplace.web.forms import SelectChoice, choices_of
from marketplace.web.organising.desk import Desk, called

TOP = ""
INVITE = "invite-"  # both a department and a person have a name on one page
LANGUAGES = {"ko": _l("한국어"), "en": _l("영어")}


def _folded(typed: str | None) -> str | None:
    return " ".join(typed.split()) if typed else typed


class DepartmentForm(FlaskForm):
    """What a department is called and what it does."""

    name = StringField(
        _l("부서 이름"), [InputRequired(_l("부서 이름을 적어 주세요.")), Length(max=80)]
    )
    name_en = StringField(_l("영문 이름"), [Length(max=80)])
    kind = SelectField(_l("종류"), choices=choices_of(DEPARTMENT_KINDS))
    reports = BooleanField(
        _l("실적을 내는 부서"),
        description=_l("목표를 받고 달마다 마감합니다. 국처럼 묶기만 하면 끕니다."),
    )
    coordinates = BooleanField(
        _l("총괄부서"), description=_l("의무구매를 총괄하는 사람을 둘 수 있습니다.")
    )

    def draft(self) -> DepartmentDraft:
        """What was filled in."""
        return DepartmentDraft(
            name=self.name.data or "",
            kind=DepartmentKind(self.kind.data),
            name_en=self.name_en.data or "",
            reports=bool(self.reports.data),
            coordinates=bool(self.coordinates.data),
        )


class PlaceForm(FlaskForm):
    """Under which department it stands."""

    parent = SelectField(_l("위 부서"))

    @property
    def parent_id(self) -> int | None:
        """The department chosen, None at the top."""
        return int(self.parent.data) if self.parent.data else None


class NewDepartmentForm(DepartmentForm, PlaceForm):
    """A department and where it stands."""


class ClosingForm(FlaskForm):
    """From which day it is closed."""

    closed_on = DateField(_l("폐지일"), [InputRequired(_l("폐지일을 골라 주세요."))])


class InvitationForm(FlaskForm):
    """Who is asked to serve, as what."""

    email = EmailField(
        _l("메일 주소"),
        [
            InputRequired(_l("메일 주소를 적어 주세요.")),
            Email(_l("name@example.com 모양의 메일 주소를 적어 주세요.")),
            Length(max=254),
        ],
        filters=[_folded],
    )
    name = StringField(
        _l("이름"),
        [DataRequired(_l("이름을 적어 주세요.")), Length(max=80)],
        filters=[_folded],
    )
    role = SelectField(_l("역할"), choices=choices_of(ROLES))
    locale = SelectField(_l("초대 메일의 언어"), choices=choices_of(LANGUAGES))

    def invited(self) -> Invited:
        """What was filled in."""
        return Invited(
            email=self.email.data or "",
            name=self.name.data or "",
            role=DepartmentRole(self.role.data),
            locale=self.locale.data,
        )


class EndingForm(FlaskForm):
    """The last day of a role."""

    until = DateField(_l("마지막 날"), [InputRequired(_l("마지막 날을 골라 주세요."))])


def ending_prefix(membership_id: int) -> str:
    """Keeps the last days of several roles apart on one page."""
    return f"m{membership_id}-"


def offer_parents(form: PlaceForm, desk: Desk, own: Department | None = None) -> None:
    """The tree as choices, indented, without a department itself and what is under it."""
    choices = [SelectChoice(TOP, _("맨 위"))]
    for placed in list_tree(desk.institution.id):
        each = placed.department
        if each.closed_on is None and not (own and each.path.startswith(own.path)):
            choices.append(SelectChoice(str(each.id), "\u2003" * placed.depth + called(each)))
    form.parent.choices = choices
