"""Sharing the target out: a proposal, changed by hand, kept only when it adds up."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.procurement.standing import InstitutionStanding, institution_standing
from marketplace.procurement.year.targets import ShareBy, propose_targets, set_targets
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import coordinated_institution
from marketplace.web.numbers import calendar_year
from marketplace.web.translation import translate

MOST_WON = 10**15
SHARE_BY = {
    ShareBy.PURCHASABLE: _l("제출한 구매가능액 비율"),
    ShareBy.LAST_YEAR: _l("지난해 실적 비율"),
}


@buyer.get("/coordination/targets")
@access(Permission.QUOTA_COORDINATE)
def coordination_targets() -> ResponseReturnValue:
    """Targets as they are, or as they are proposed by the way asked for."""
    standing = _standing()
    whole = _won(request.args.get("whole_won")) or standing.required_won or standing.target_won or 0
    return _page(standing, whole, _proposed(standing, whole), 200)


@buyer.post("/coordination/targets")
@access(Permission.QUOTA_COORDINATE)
def coordination_targets_set() -> ResponseReturnValue:
    """Keep the targets; what does not add up comes back as it was typed."""
    standing = _standing()
    whole = _won(request.form.get("whole_won")) or 0
    typed = {
        each.department.id: _won(request.form.get(f"target-{each.department.id}")) or 0
        for each in standing.departments
    }
    try:
        with transaction():
            set_targets(standing.institution.id, standing.year, typed, whole)
    except Invalid as error:
        flash(translate(error.message), "warn")
        return _page(_standing(), whole, typed, 422)
    flash(_("부서 목표를 저장했습니다. 통보는 연간 단계 화면에서 합니다."), "good")
    query = urlencode({"institution": standing.institution.slug, "year": standing.year})
    return redirect(f"/buyer/coordination/targets?{query}")


def _proposed(standing: InstitutionStanding, whole: int) -> dict[int, int]:
    """What is kept, or a proposal where one was asked for and can be made."""
    kept = {each.department.id: each.target_won or 0 for each in standing.departments}
    asked = request.args.get("share_by", "")
    if asked not in set(ShareBy):
        return kept
    floor = _won(request.args.get("floor_won")) or 0
    try:
        return propose_targets(standing.institution.id, standing.year, whole, ShareBy(asked), floor)
    except Invalid as error:
        flash(translate(error.message), "warn")
        return kept


def _page(
    standing: InstitutionStanding, whole: int, targets: dict[int, int], status: int
) -> ResponseReturnValue:
    return render_template(
        "buyer/coordination/targets.html",
        standing=standing,
        whole=whole,
        targets=targets,
        difference=sum(targets.values()) - whole,
        ways=SHARE_BY,
        chosen=request.args.get("share_by", ShareBy.PURCHASABLE.value),
        floor=_won(request.args.get("floor_won")) or 0,
    ), status


def _standing() -> InstitutionStanding:
    institution = coordinated_institution(request.values.get("institution", ""))
    return institution_standing(
        institution.id, request.values.get("year", clock.today().year, type=calendar_year)
    )


def _won(said: str | None) -> int | None:
    """Whole won as typed, with or without commas; None for anything else."""
    digits = (said or "").replace(",", "").replace("원", "").strip()
    fits = digits.isascii() and digits.isdigit() and int(digits) <= MOST_WON
    return int(digits) if fits else None
