"""What was sent and what was done: the mail log and the audit trail."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.core.database import db
from marketplace.core.pagination import decode_cursor, encode_cursor
from marketplace.core.permissions import Permission
from marketplace.notify.models import Letter
from marketplace.web.access import access
from marketplace.web.office import words
from marketplace.web.office.blueprint import office

PAGE = 50


def newest(model: Any) -> tuple[list[Any], str | None]:
    """A page of rows, newest first, and the cursor of the next."""
    query = select(model).order_by(model.id.desc()).limit(PAGE + 1)
    cursor = request.args.get("cursor")
    if cursor:
        query = query.where(model.id < decode_cursor(cursor, [int])[0])
    rows = list(db.session.scalars(query))
    return rows[:PAGE], encode_cursor(rows[PAGE - 1].id) if len(rows) > PAGE else None


@office.get("/letters")
@access(Permission.OFFICE_VIEW)
def letters() -> ResponseReturnValue:
    """Every letter, newest first."""
    rows, following = newest(Letter)
    return render_template("office/letters.html", letters=rows, next_cursor=following, words=words)


@office.get("/letters/<int:letter_id>")
@access(Permission.OFFICE_VIEW)
def letter(letter_id: int) -> ResponseReturnValue:
    """One letter as it went out."""
    shown = db.session.get(Letter, letter_id)
    if shown is None:
        abort(404)
    return render_template("office/letter.html", letter=shown, words=words)


@office.get("/audit")
@access(Permission.OFFICE_VIEW)
def audit() -> ResponseReturnValue:
    """Who did what, newest first."""
    rows, following = newest(AuditEntry)
    return render_template("office/audit.html", entries=rows, next_cursor=following)
