"""A department's own result of a finished year: per criterion, beside the middle of all."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from marketplace.core.permissions import Permission
from marketplace.procurement.errors import DepartmentNotFound
from marketplace.procurement.models import Department
from marketplace.procurement.year.awarding import AwardNotFound
from marketplace.procurement.year.handed_in import handed_in
from marketplace.procurement.year.own_evaluation import own_evaluation
from marketplace.web.access import access
from marketplace.web.award_words import GRADES
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.certificates import certificate_file
from marketplace.web.buyer.criterion_words import CRITERION_NAMES, how_measured, said_value
from marketplace.web.buyer.evaluation_words import GROUPS
from marketplace.web.buyer.place import my_departments
from marketplace.web.marks import MARKS

ROOT = "/departments/<int:department_id>/evaluations/<int:year>"


@buyer.get(ROOT)
@access(Permission.DEPARTMENT_VIEW)
def department_evaluation(department_id: int, year: int) -> ResponseReturnValue:
    """What the published evaluation says of one of one's own departments."""
    department = _mine(department_id)
    own = own_evaluation(department, year)
    return render_template(
        "buyer/year/evaluation.html",
        place=department,
        own=own,
        sent=handed_in(department, year),
        criteria=CRITERION_NAMES,
        how_measured=how_measured,
        said_value=said_value,
        grades=GRADES,
        groups=GROUPS,
        marks=MARKS,
        here_path=f"/buyer/departments/{department.id}/evaluations/{year}",
    )


@buyer.get(f"{ROOT}/certificate.pdf")
@access(Permission.DEPARTMENT_VIEW)
def department_certificate(department_id: int, year: int) -> Response:
    """The certificate of its award."""
    department = _mine(department_id)
    own = own_evaluation(department, year)
    if own.award is None:
        raise AwardNotFound
    return certificate_file(own.award, department.institution)


def _mine(department_id: int) -> Department:
    for each in my_departments():
        if each.id == department_id:
            return each
    raise DepartmentNotFound
