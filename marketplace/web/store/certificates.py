"""Whether a certificate of award is real: its number and check code, asked by anybody."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.core.permissions import Permission
from marketplace.procurement.year.certificates import find_certificate
from marketplace.web.access import access
from marketplace.web.award_words import GRADES
from marketplace.web.extensions import CERTIFICATE_LIMIT, limiter
from marketplace.web.store.blueprint import store

LONGEST = 80


@store.get("/certificates")
@access(Permission.DISCLOSURE_READ)
@limiter.limit(CERTIFICATE_LIMIT)
def certificate_check() -> ResponseReturnValue:
    """The form, and what is known of the number and code in the address."""
    number = request.args.get("number", "")[:LONGEST].strip()
    code = request.args.get("code", "")[:LONGEST].strip()
    is_asked = bool(number and code)
    return render_template(
        "store/certificates/check.html",
        number=number,
        code=code,
        is_asked=is_asked,
        lacking=[name for name, said in (("number", number), ("code", code)) if not said]
        if "number" in request.args or "code" in request.args
        else [],
        found=find_certificate(number, code) if is_asked else None,
        grades=GRADES,
    )
