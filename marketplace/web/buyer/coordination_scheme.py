"""How a year is evaluated, and what of it is left out: criteria, weights, marks."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.permissions import Permission
from marketplace.procurement.models import MarkKind
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.year.criteria import CRITERIA, Weighed
from marketplace.procurement.year.marks import get_mark, lift_mark, list_marks, mark_department
from marketplace.procurement.year.schemes import (
    criteria_of,
    find_scheme,
    list_schemes,
    set_scheme,
    small_below,
)
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.people_names import names_of
from marketplace.web.buyer.place import me
from marketplace.web.buyer.target_form import read_won
from marketplace.web.buyer.year_place import YearPlace, asked_year
from marketplace.web.marks import MARKS
from marketplace.web.translation import translate


@buyer.get("/coordination/evaluation/scheme")
@access(Permission.QUOTA_COORDINATE)
def coordination_scheme() -> ResponseReturnValue:
    """Criteria and weights as they stand, and what is left out."""
    return _page(asked_year())


@buyer.post("/coordination/evaluation/scheme")
@access(Permission.QUOTA_COORDINATE)
def coordination_scheme_setting() -> ResponseReturnValue:
    """Keep other weights, from the second time on with a reason."""
    here = asked_year()
    try:
        with transaction():
            set_scheme(
                here.institution.id,
                here.year,
                [_weighed(each) for each in CRITERIA],
                read_won(request.form.get("small_below_won")) or 0,
                request.form.get("reason", "")[:300],
                me().id,
            )
        flash(_("평가 기준을 저장했습니다."), "good")
    except (Invalid, Conflict) as error:
        _say(error)
        return _page(here), 422
    return redirect(here.address("evaluation/scheme"))


@buyer.post("/coordination/evaluation/marks")
@access(Permission.QUOTA_COORDINATE)
def coordination_mark() -> ResponseReturnValue:
    """Leave a month, or the whole year, of a department out."""
    here = asked_year()
    kind = request.form.get("kind", "")
    wanted = request.form.get("department", 0, type=int)
    standing = institution_standing(here.institution.id, here.year)
    known = {each.department.id for each in standing.departments}
    if kind not in set(MarkKind) or wanted not in known:
        raise NotFound
    try:
        with transaction():
            mark_department(
                wanted,
                here.year,
                request.form.get("month", -1, type=int),
                MarkKind(kind),
                request.form.get("reason", "")[:300],
                me().id,
            )
        flash(_("집계에서 뺐습니다. 화면과 보고서에 사유가 함께 나옵니다."), "good")
    except (Invalid, Conflict) as error:
        _say(error)
        return _page(here), 422
    return redirect(here.address("evaluation/scheme"))


@buyer.post("/coordination/evaluation/marks/<int:mark_id>/lifting")
@access(Permission.QUOTA_COORDINATE)
def coordination_mark_lifting(mark_id: int) -> ResponseReturnValue:
    """Measure it again."""
    here = asked_year()
    mark = get_mark(mark_id, here.institution.id)
    try:
        with transaction():
            lift_mark(mark, request.form.get("reason", "")[:300], me().id)
        flash(_("다시 집계에 넣었습니다."), "good")
    except (Invalid, Conflict) as error:
        _say(error)
    return redirect(here.address("evaluation/scheme"))


def _say(error: Invalid | Conflict) -> None:
    fields = error.fields if isinstance(error, Invalid) else {}
    said = [translate(text) for texts in fields.values() for text in texts]
    flash(" ".join(dict.fromkeys(said)) or translate(error.message), "warn")


def _weighed(key: str) -> Weighed:
    criterion = CRITERIA[key]  # type: ignore[index] # a StrEnum is found by its value as well
    weight = read_won(request.form.get(f"weight-{key}"))
    full = read_won(request.form.get(f"full-{key}"))
    return Weighed(
        criterion.key,
        -1 if weight is None else min(weight, 1_000),
        criterion.usual_full if full is None else full,
    )


def _page(here: YearPlace) -> str:
    scheme = find_scheme(here.institution.id, here.year)
    versions = list_schemes(here.institution.id, here.year)
    marks = list_marks(here.institution.id, here.year, lifted=True)
    weights = {each.key: (each.weight, each.full) for each in criteria_of(scheme)}
    return render_template(
        "buyer/coordination/scheme.html",
        **here.surroundings(),
        scheme=scheme,
        criteria=CRITERIA,
        typed=request.form,
        weights=weights,
        small_below_won=small_below(scheme),
        versions=versions,
        marks=marks,
        words=MARKS,
        names=names_of([*(e.set_by for e in versions), *(e.marked_by for e in marks)]),
        departments=institution_standing(here.institution.id, here.year).departments,
    )
