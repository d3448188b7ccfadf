"""Enterprises and what each is certified as today."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.enterprises import reviewing
from marketplace.enterprises.models import EnterpriseStatus
from marketplace.web.access import access
from marketplace.web.office import words
from marketplace.web.office.blueprint import office


@office.get("/enterprises")
@access(Permission.OFFICE_VIEW)
def enterprises() -> ResponseReturnValue:
    """Enterprises by name, narrowed by words and state."""
    text = request.args.get("q", "").strip()[:80]
    asked = request.args.get("status", "")
    status = EnterpriseStatus(asked) if asked in set(EnterpriseStatus) else None
    page = reviewing.list_enterprises(text, status, request.args.get("cursor"))
    return render_template(
        "office/enterprises.html",
        page=page,
        text=text,
        status=status,
        counts=reviewing.count_by_status(),
        today=clock.today(),
        words=words,
    )
