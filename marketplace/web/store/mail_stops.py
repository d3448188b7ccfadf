"""Stopping optional letters: a page with one button, and the press that mail programs make.

A mail program posts by itself (RFC 8058), so the POST asks for neither cookie nor token: the
signed address is the credential. A GET changes nothing, because scanners open links.
"""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.accounts.stopping import stop_letters
from marketplace.core.database import transaction
from marketplace.core.permissions import Permission
from marketplace.notify.optional import read_stop_token
from marketplace.web.access import access
from marketplace.web.extensions import csrf
from marketplace.web.store.blueprint import store


@store.get("/letters/stop/<token>")
@access(Permission.SHOP_BROWSE)
def letters_stop(token: str) -> ResponseReturnValue:
    """What would be stopped, and the button."""
    _topic, email = read_stop_token(token)
    return render_template("store/letters/stop.html", email=email, is_stopped=False)


@store.post("/letters/stop/<token>")
@access(Permission.SHOP_BROWSE)
@csrf.exempt  # type: ignore[untyped-decorator]
def letters_stopped(token: str) -> ResponseReturnValue:
    """Stop them; answered with the page itself, because mail programs follow no redirect."""
    topic, email = read_stop_token(token)
    with transaction():
        stop_letters(topic, email)
    return render_template("store/letters/stop.html", email=email, is_stopped=True)
