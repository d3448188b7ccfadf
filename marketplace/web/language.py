"""The language switch."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.translation import LANGUAGE_COOKIE, LANGUAGES

language = Blueprint("language", __name__)

ONE_YEAR = 365 * 24 * 3600


def local_path(target: str | None, default: str = "/") -> str:
    """`target` if it is a path on this site, `default` for anything that leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target


@language.get("/language/<code>")
@access(Permission.SHOP_BROWSE)
def switch(code: str) -> ResponseReturnValue:
    """Remember the visitor's language and go back to where they were."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(local_path(request.args.get("next")))
    answer.set_cookie(LANGUAGE_COOKIE, code, max_age=ONE_YEAR, samesite="Lax")
    return answer
