"""Public bodies in the centre's hands: found, made, changed; their departments and people."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.core.text import storable
from marketplace.enterprises.models import Region
from marketplace.procurement.institutions import (
    NewInstitution,
    change_institution,
    count_within,
    get_institution,
    open_institution,
    page_all_institutions,
)
from marketplace.procurement.models import Institution, InstitutionKind
from marketplace.web.access import access
from marketplace.web.department_words import INSTITUTION_KINDS
from marketplace.web.forms import SelectChoice, choices_of, show_errors
from marketplace.web.office.blueprint import office
from marketplace.web.organising import Desk, add_screens

SLUG_SAYS = _l("영문 소문자, 숫자, 하이픈만 쓸 수 있습니다.")


class InstitutionForm(FlaskForm):
    """What a body is called, what it is and where."""

    name = StringField(
        _l("기관 이름"), [DataRequired(_l("기관 이름을 적어 주세요.")), Length(max=80)]
    )
    name_en = StringField(_l("영문 이름"), [Length(max=80)])
    kind = SelectField(_l("종류"), choices=choices_of(INSTITUTION_KINDS))
    region_id = SelectField(_l("지역"))

    def wanted(self, slug: str) -> NewInstitution:
        """What was filled in."""
        return NewInstitution(
            slug=slug,
            name=" ".join((self.name.data or "").split()),
            name_en=" ".join((self.name_en.data or "").split()),
            kind=InstitutionKind(self.kind.data),
            region_id=int(self.region_id.data) if self.region_id.data else None,
        )


class NewInstitutionForm(InstitutionForm):
    """The same with the name of its address, which stays."""

    slug = StringField(
        _l("주소 이름"),
        [
            InputRequired(_l("주소 이름을 적어 주세요.")),
            Length(max=40),
            Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", message=SLUG_SAYS),
        ],
        description=_l("공시 주소에 쓰이며 나중에 바꿀 수 없습니다. 예: seongbuk"),
        filters=[lambda typed: typed.strip().lower() if typed else typed],
    )


@office.get("/institutions")
@access(Permission.INSTITUTION_MANAGE)
def institutions() -> ResponseReturnValue:
    """Every body, narrowed by words in its names or address."""
    text = storable(request.args.get("q", ""))[:80].strip()
    page = page_all_institutions(text, request.args.get("cursor"))
    return render_template(
        "office/institutions.html",
        page=page,
        text=text,
        kinds=INSTITUTION_KINDS,
        counts=count_within([each.id for each in page.items]),
    )


@office.route("/institutions/new", methods=["GET", "POST"])
@access(Permission.INSTITUTION_MANAGE)
def institution_new() -> ResponseReturnValue:
    """Make one."""
    form = NewInstitutionForm()
    _offer_regions(form)
    if form.validate_on_submit():
        try:
            with transaction():
                slug = open_institution(form.wanted(form.slug.data or "")).slug
            flash(_("기관을 만들었습니다. 부서를 만들고 사람을 초대해 주세요."), "good")
            return redirect(f"/office/institutions/{slug}/departments", 303)
        except (Invalid, Conflict) as error:
            show_errors(form, error)
    page = render_template("office/institution_new.html", form=form)
    return page, 422 if form.errors or form.form_errors else 200


@office.route("/institutions/<slug>", methods=["GET", "POST"])
@access(Permission.INSTITUTION_MANAGE)
def institution(slug: str) -> ResponseReturnValue:
    """Its names, kind and region; the address stays."""
    shown = get_institution(slug)
    form = InstitutionForm(obj=shown)
    _offer_regions(form, shown)
    if form.validate_on_submit():
        with transaction():
            change_institution(get_institution(slug), form.wanted(slug))
        flash(_("기관을 저장했습니다."), "good")
        return redirect(f"/office/institutions/{slug}", 303)
    page = render_template(
        "office/institution.html",
        shown=shown,
        form=form,
        counts=count_within([shown.id]).get(shown.id, (0, 0)),
    )
    return page, 422 if form.errors else 200


def open_desk(named: dict[str, Any]) -> Desk:
    """The desk of the institution the address names; raises InstitutionNotFound."""
    shown = get_institution(named.pop("slug"))
    return Desk(
        shown,
        root=f"/office/institutions/{shown.slug}",
        layout="layouts/office.html",
        crumbs=(
            (str(_("공공기관")), "/office/institutions"),
            (shown.name, f"/office/institutions/{shown.slug}"),
        ),
        keeps_coordinator=False,
    )


add_screens(office, "/institutions/<slug>", "institution", Permission.INSTITUTION_MANAGE, open_desk)


def _offer_regions(form: InstitutionForm, shown: Institution | None = None) -> None:
    regions = db.session.execute(select(Region.id, Region.name).order_by(Region.name))
    form.region_id.choices = [
        SelectChoice("", _("정하지 않음")),
        *(SelectChoice(str(each.id), each.name) for each in regions),
    ]
    if shown is not None and not form.is_submitted():
        form.region_id.data = str(shown.region_id or "")
