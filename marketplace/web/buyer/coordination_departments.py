"""Departments and people of an institution, in its coordinator's hands."""

from __future__ import annotations

from typing import Any

from flask import request

from marketplace.core.permissions import Permission
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import coordinated_institution
from marketplace.web.organising import Desk, add_screens


def open_desk(_named: dict[str, Any]) -> Desk:
    """The desk of the institution the address names, else one's own; raises InstitutionNotFound."""
    institution = coordinated_institution(request.values.get("institution", ""))
    return Desk(
        institution,
        root="/buyer/coordination",
        layout="layouts/buyer.html",
        query={"institution": institution.slug},
    )


add_screens(buyer, "/coordination", "coordination", Permission.QUOTA_COORDINATE, open_desk)
