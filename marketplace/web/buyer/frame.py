"""What stands around every page: the portal's links with what waits, and the department."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _

from marketplace.core.business_numbers import with_hyphens
from marketplace.core.permissions import DepartmentRole, Permission, may
from marketplace.procurement.drafting import ListOwner, count_lines
from marketplace.procurement.models import Department, Institution
from marketplace.procurement.queries import Tasks
from marketplace.web.buyer.place import has_role, here, me, my_departments, tasks_here
from marketplace.web.filters import in_korean
from marketplace.web.viewer import current_viewer

Link = dict[str, Any]


def surroundings() -> dict[str, Any]:
    """Links and department for whoever serves somewhere; nothing for anybody else."""
    if not current_viewer().department_roles:
        return {}
    department = here()
    return {
        "department": department,
        "my_departments": my_departments(),
        "with_hyphens": with_hyphens,
        "called": called,
        "portal_nav": _links(department, tasks_here()),
    }


def _links(department: Department, tasks: Tasks) -> list[dict[str, Any]]:
    groups = [
        {"links": [_link(_("우리 부서"), "/buyer", icon="house")]},
        {"title": _("구매"), "links": _buying(department, tasks)},
        {"title": _("실적"), "links": _counting()},
    ]
    if current_viewer().coordinated_institution_ids:
        groups.append({"title": _("총괄"), "links": _coordinating()})
    return groups


def _buying(department: Department, tasks: Tasks) -> list[Link]:
    links = [_link(_("상품 찾기"), "/buyer/products", icon="search")]
    if has_role(department.id, DepartmentRole.PURCHASER):
        held = count_lines(ListOwner(department.id, me().id))
        links.append(_link(_("구매요청 목록"), "/buyer/request-list", held, icon="shopping-basket"))
    links.append(_link(_("견적 요청"), "/buyer/quotes", icon="mail"))
    links.append(_link(_("구매요청"), "/buyer/files", icon="folder"))
    if has_role(department.id, DepartmentRole.APPROVER):
        links.append(_link(_("결재함"), "/buyer/approvals", tasks.approvals, icon="stamp"))
    if has_role(department.id, DepartmentRole.PURCHASER):
        links.append(
            _link(_("검수"), "/buyer/inspections", tasks.inspections, icon="clipboard-check")
        )
    if has_role(department.id, DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT):
        links.append(_link(_("대금 지급"), "/buyer/payments", icon="banknote"))
    return links


def _counting() -> list[Link]:
    links = [
        _link(_("실적과 예상"), "/buyer/year", icon="trending-up"),
        _link(_("구매실적"), "/buyer/ledger", icon="book-open"),
    ]
    if may(current_viewer(), Permission.PURCHASE_IMPORT):
        links.append(_link(_("시트 가져오기"), "/buyer/imports", icon="upload"))
    links += [
        _link(_("월 마감"), "/buyer/closings", icon="calendar-check"),
        _link(_("수요조사"), "/buyer/survey", icon="clipboard-list"),
        _link(_("분기 구매계획"), "/buyer/quarter-plan", icon="calendar"),
    ]
    return links


def _coordinating() -> list[Link]:
    return [
        # The other two lie under its address and would make it look current as well.
        {
            **_link(_("부서별 현황"), "/buyer/coordination", icon="landmark"),
            "current": request.path == "/buyer/coordination",
        },
        _link(_("연간 단계"), "/buyer/coordination/year", icon="list-checks"),
        _link(_("실적 공시"), "/buyer/coordination/publication", icon="file-check"),
        _link(_("부서 목표"), "/buyer/coordination/targets", icon="target"),
        _link(_("의무구매 기준"), "/buyer/coordination/rules", icon="scale"),
        _link(_("부서와 사람"), "/buyer/coordination/departments", icon="users"),
        _link(_("누리집 위젯"), "/buyer/coordination/widgets", icon="app-window"),
        _link(_("시스템 연계 토큰"), "/buyer/coordination/tokens", icon="key-round"),
        _link(_("웹훅"), "/buyer/coordination/webhooks", icon="webhook"),
    ]


def _link(label: str, href: str, count: int = 0, *, icon: str) -> Link:
    return {"label": label, "href": href, "icon": icon, "count": count or None}


def called(body: Department | Institution) -> str:
    """A department's or institution's name in the language of the page."""
    return body.name if in_korean() or not body.name_en else body.name_en
