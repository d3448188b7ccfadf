"""Sharing the target out: a proposal, changed by hand, previewed, kept only when it adds up."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.procurement.models import ShareBy, YearStep
from marketplace.procurement.standing import InstitutionStanding, institution_standing
from marketplace.procurement.year.proposing import (
    Way,
    answered_won,
    last_year_won,
    propose_targets,
)
from marketplace.procurement.year.steps import step_state
from marketplace.procurement.year.targets import set_targets, target_history
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import coordinated_institution, my_institutions
from marketplace.web.buyer.people_names import names_of
from marketplace.web.buyer.place import me
from marketplace.web.buyer.target_form import (
    UNITS,
    read_pins,
    read_targets,
    read_way,
    read_won,
    said_of,
)
from marketplace.web.numbers import calendar_year
from marketplace.web.translation import translate

SHARE_BY = {
    ShareBy.PURCHASABLE: _l("제출한 구매가능액 비율"),
    ShareBy.LAST_YEAR: _l("지난해 실적 비율"),
    ShareBy.MIXED: _l("구매가능액과 지난해 실적을 섞어서"),
    ShareBy.HAND: _l("직접 입력"),
}


@buyer.get("/coordination/targets")
@access(Permission.QUOTA_COORDINATE)
def coordination_targets() -> ResponseReturnValue:
    """Targets as they are, or as they are proposed by the way asked for."""
    standing = _standing()
    whole = read_won(request.args.get("whole_won"))
    whole = whole or standing.required_won or standing.target_won or 0
    way = read_way()
    targets = _kept(standing)
    if request.args.get("share_by") and way.share_by is not ShareBy.HAND:
        targets = _proposed(standing, whole, way) or targets
    return _page(standing, whole, targets, way), 200


@buyer.post("/coordination/targets")
@access(Permission.QUOTA_COORDINATE)
def coordination_targets_set() -> ResponseReturnValue:
    """Keep the targets, or only show what was typed; what does not add up comes back."""
    standing = _standing()
    whole = read_won(request.form.get("whole_won")) or 0
    ids = [each.department.id for each in standing.departments]
    typed = read_targets(ids)
    way = read_way(read_pins(typed))
    act = request.form.get("act", "keep")
    if act == "share":
        return _page(standing, whole, _proposed(standing, whole, way) or typed, way), 200
    if act == "preview" or len(typed) < len(ids):
        return _page(standing, whole, typed, way), 200 if len(typed) == len(ids) else 422
    if not _keep(standing, typed, whole, way):
        return _page(_standing(), whole, typed, way), 422
    flash(_("부서 목표를 저장했습니다. 통보는 연간 단계 화면에서 합니다."), "good")
    query = urlencode({"institution": standing.institution.slug, "year": standing.year})
    return redirect(f"/buyer/coordination/targets?{query}")


def _keep(standing: InstitutionStanding, typed: dict[int, int], whole: int, way: Way) -> bool:
    try:
        with transaction():
            set_targets(
                standing.institution.id,
                standing.year,
                typed,
                whole,
                way=way,
                reason=request.form.get("reason", "")[:300],
                by=me().id,
            )
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return False
    return True


def _kept(standing: InstitutionStanding) -> dict[int, int]:
    return {each.department.id: each.target_won or 0 for each in standing.departments}


def _proposed(standing: InstitutionStanding, whole: int, way: Way) -> dict[int, int]:
    """A proposal, nothing where none can be made (and it is said why)."""
    try:
        return propose_targets(standing.institution.id, standing.year, whole, way)
    except Invalid as error:
        flash(translate(error.message), "warn")
        return {}


def _page(standing: InstitutionStanding, whole: int, targets: dict[int, int], way: Way) -> str:
    institution, year = standing.institution, standing.year
    history = target_history(institution.id, year)
    return render_template(
        "buyer/coordination/targets.html",
        standing=standing,
        institutions=my_institutions(),
        years=range(clock.today().year + 1, clock.today().year - 5, -1),
        whole=whole,
        targets=targets,
        said_of=said_of,
        changes={
            each.department.id: targets.get(each.department.id, 0) - (each.target_won or 0)
            for each in standing.departments
        },
        total=sum(targets.values()),
        difference=sum(targets.values()) - whole,
        beyond=None if standing.required_won is None else whole - standing.required_won,
        answers=answered_won(institution.id, year),
        actuals=last_year_won(institution.id, year),
        ways=SHARE_BY,
        way=way,
        units=UNITS,
        reason=request.form.get("reason", ""),
        is_told=step_state(institution.id, year, YearStep.TARGETS).is_done,
        history=history,
        names=names_of(each.set_by for each in history),
    )


def _standing() -> InstitutionStanding:
    institution = coordinated_institution(request.values.get("institution", ""))
    return institution_standing(
        institution.id, request.values.get("year", clock.today().year, type=calendar_year)
    )
