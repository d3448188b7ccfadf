"""The institution's rules: what holds, its history, and a new version tried before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.enterprises.models import CertificationKind
from marketplace.procurement.models import Institution, NotCountedReason
from marketplace.procurement.overview.remembering import remembered
from marketplace.procurement.rules.finding import find_rule
from marketplace.procurement.rules.previewing import Preview, preview_rule
from marketplace.procurement.rules.terms import terms_of
from marketplace.procurement.rules.versions import list_versions, write_rule
from marketplace.procurement.standing import institution_standing
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import my_institutions
from marketplace.web.buyer.coordination_frame import address, asked_institution, asked_year
from marketplace.web.buyer.rule_form import BASIS, ROUNDING, TIER, VAT, RuleForm, shown
from marketplace.web.filters import in_korean
from marketplace.web.forms import choices_of, show_errors

REASON = {
    NotCountedReason.NO_CERTIFICATION: _l("인증 없음"),
    NotCountedReason.CERTIFICATION_LAPSED: _l("인증 만료"),
    NotCountedReason.CERTIFICATION_UNLISTED: _l("기준에 없는 인증"),
    NotCountedReason.KIND_NOT_COUNTED: _l("세지 않는 종류"),
    NotCountedReason.SECOND_TIER_BESIDE: _l("2차 구매는 따로 집계"),
    NotCountedReason.NO_RULE: _l("기준 없음"),
}
PAPERS = {
    "basis": BASIS,
    "rounding": ROUNDING,
    "tier": TIER,
    "vat": VAT,
    "counts_on": words.COUNTS_ON,
    "kind": words.KIND,
}


@buyer.get("/coordination/rules")
@access(Permission.QUOTA_COORDINATE)
def coordination_rules() -> ResponseReturnValue:
    """The versions of a year, newest first, and the year by each: as booked, and judged again."""
    institution, year = asked_institution(), asked_year()
    versions = list_versions(institution.id, year)[::-1]
    return render_template(
        "buyer/coordination/rules.html",
        institution=institution,
        institutions=my_institutions(),
        year=year,
        years=range(clock.today().year + 1, clock.today().year - 5, -1),
        versions=versions,
        in_force=find_rule(institution.id, year),
        booked=institution_standing(institution.id, year),
        again=_again(institution, year) if len(versions) > 1 else None,
        kinds=_kinds(),
        papers=PAPERS,
        terms_of=terms_of,
        listed=listed,
    )


def listed(codes: Iterable[str], said: Mapping[Any, Any]) -> str:
    """Codes in words, one after the other; an unknown code stands for itself."""
    return ", ".join(str(said.get(code, code)) for code in codes)


def _again(institution: Institution, year: int) -> Preview:
    """The whole year by its first and by its newest version."""
    versions = list_versions(institution.id, year)
    first, newest = terms_of(versions[0]), terms_of(versions[-1])
    return remembered(
        "rules", institution.id, year, lambda: preview_rule(institution.id, year, first, newest)
    )


@buyer.get("/coordination/rules/new")
@access(Permission.QUOTA_COORDINATE)
def coordination_rule_new() -> ResponseReturnValue:
    """A form that begins with what holds, or with last year's rule where nothing does yet."""
    institution, year = asked_institution(), asked_year()
    kept = find_rule(institution.id, year) or find_rule(institution.id, year - 1)
    began = {} if kept is None else shown(kept)
    effective = (
        max(clock.today(), date(year, 1, 1))
        if list_versions(institution.id, year)
        else (date(year, 1, 1))
    )
    form = _form(institution, data={**began, "effective_on": min(effective, date(year, 12, 31))})
    return _page(institution, year, form)


@buyer.post("/coordination/rules/preview")
@access(Permission.QUOTA_COORDINATE)
def coordination_rule_preview() -> ResponseReturnValue:
    """What it would change; nothing is kept, and what was typed stays."""
    institution, year = asked_institution(), asked_year()
    form = _form(institution)
    if not form.validate():
        return _page(institution, year, form, status=422)
    current = find_rule(institution.id, year)
    wanted = form.change(year).terms
    found = preview_rule(institution.id, year, terms_of(current) if current else None, wanted)
    return _page(institution, year, form, preview=found)


@buyer.post("/coordination/rules")
@access(Permission.QUOTA_COORDINATE)
def coordination_rule() -> ResponseReturnValue:
    """Keep the next version; what was judged before keeps what it was judged by."""
    institution, year = asked_institution(), asked_year()
    form = _form(institution)
    if form.validate() and _keep(form, institution.id, year):
        flash(_("기준을 저장했습니다. 시행일부터 새 기준으로 셉니다."), "good")
        return redirect(address("/rules", institution=institution.slug, year=year))
    return _page(institution, year, form, status=422)


def _keep(form: RuleForm, institution_id: int, year: int) -> bool:
    try:
        with transaction():
            write_rule(institution_id, year, form.change(year))
    except MarketplaceError as error:
        show_errors(form, error)
        return False
    return True


def _form(institution: Institution, **values: Any) -> RuleForm:
    """The form with every kind of certificate, and codes of its own the institution counts."""
    form = RuleForm(**values)
    kinds = _kinds()
    rule = find_rule(institution.id, asked_year())
    own = [code for code in (rule.counted_certifications if rule else ()) if code not in kinds]
    form.designations.choices = choices_of({**kinds, **{code: code for code in own}})
    return form


def _kinds() -> dict[str, str]:
    name = CertificationKind.name if in_korean() else CertificationKind.name_en
    query = select(CertificationKind.code, name).order_by(CertificationKind.position)
    return dict(db.session.execute(query).all())


def _page(
    institution: Institution,
    year: int,
    form: RuleForm,
    preview: Preview | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    return render_template(
        "buyer/coordination/rule_new.html",
        institution=institution,
        year=year,
        form=form,
        preview=preview,
        reasons=REASON,
        next_version=len(list_versions(institution.id, year)) + 1,
        query=request.query_string.decode(),
    ), status
