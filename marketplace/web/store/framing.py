"""The frame around a page that is the same for everybody, with seams for what is a visitor's own.

A hundred words and icons stand around every page; only the nonce, the token, the messages and
the corner with account and cart differ. The frame is rendered once with a mark at each seam
and cut there, so that serving it to one more visitor is joining strings.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from flask import current_app, g, get_flashed_messages, get_template_attribute, render_template
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from marketplace.web.page_cache import is_shared_page
from marketplace.web.security import csp_nonce
from marketplace.web.store.visitor import cart_count
from marketplace.web.translation import chosen_language
from marketplace.web.viewer import current_account_id

# Random in every process, because a product's name must not be able to spell one.
NONCE, TOKEN, MESSAGES, VISITOR, BODY = (secrets.token_hex(16) for _ in range(5))
SEAM = re.compile(f"({NONCE}|{TOKEN}|{MESSAGES}|{VISITOR}|{BODY})")
SEAMS = {"token": TOKEN, "messages": MESSAGES, "visitor": VISITOR, "body": BODY}
MOST_CORNERS = 64

Frame = tuple[str, ...]


def cut_frame(template: str, **context: Any) -> Frame:
    """The frame `template` makes, in the pieces between its seams and the seams themselves."""
    g.csp_nonce = NONCE
    try:
        return tuple(SEAM.split(render_template(template, seams=SEAMS, **context)))
    finally:
        g.pop("csp_nonce")  # this visitor's own is made when the pieces are joined


def join_frame(frame: Frame, body: Markup) -> str:
    """The whole page for the visitor of this request."""
    shared = is_shared_page()
    own: dict[str, Callable[[], str]] = {
        NONCE: csp_nonce,
        TOKEN: lambda: "" if shared else _token(),
        MESSAGES: lambda: _messages([] if shared else get_flashed_messages(with_categories=True)),
        VISITOR: lambda: _corner(not shared),
        BODY: lambda: body,
    }
    return "".join([own[piece]() if piece in own else piece for piece in frame])


def _token() -> str:
    return f'<meta name="csrf-token" content="{generate_csrf()}">'


def _messages(messages: Any) -> str:
    macro = get_template_attribute("components/flash.html", "flash_messages")
    return str(macro(messages))


def _corner(is_known: bool) -> str:
    """Account and cart, which differ by language, by being signed in and by a number only."""
    held = cart_count() if is_known else 0
    signed_in = is_known and current_account_id() is not None
    corners: dict[tuple[str, bool, int], str] = current_app.extensions.setdefault("corners", {})
    key = (chosen_language(), signed_in, held)
    if key in corners:
        return corners[key]
    if len(corners) >= MOST_CORNERS:
        corners.clear()
    corners[key] = render_template("layouts/_visitor.html", cart_count=held)
    return corners[key]
