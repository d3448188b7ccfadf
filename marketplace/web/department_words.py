"""Words of institutions, departments and roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import DepartmentKind, InstitutionKind

INSTITUTION_KINDS = {
    InstitutionKind.DISTRICT: _l("자치구"),
    InstitutionKind.CITY: _l("시"),
    InstitutionKind.EDUCATION_OFFICE: _l("교육청"),
    InstitutionKind.SCHOOL: _l("학교"),
    InstitutionKind.INVESTED: _l("투자·출연기관"),
    InstitutionKind.RELATED: _l("유관기관"),
    InstitutionKind.CONTRACTED: _l("민간수탁기관"),
    InstitutionKind.PUBLIC_CORPORATION: _l("공기업·준정부기관"),
}
DEPARTMENT_KINDS = {
    DepartmentKind.BUREAU: _l("국"),
    DepartmentKind.DIVISION: _l("과"),
    DepartmentKind.TEAM: _l("팀"),
    DepartmentKind.DONG_OFFICE: _l("동 주민센터"),
}
ROLES = {
    DepartmentRole.PURCHASER: _l("구매담당자"),
    DepartmentRole.APPROVER: _l("결재권자"),
    DepartmentRole.ACCOUNTANT: _l("회계담당자"),
    DepartmentRole.COORDINATOR: _l("총괄담당자"),
}
