"""Korean first, English by a switch."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, request
from flask_babel import Babel, gettext

from marketplace.core.text import T

LANGUAGES = ("ko", "en")
LANGUAGE_COOKIE = "lang"
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"

babel = Babel()


def chosen_language() -> str:
    """The language of this page: what the visitor switched to, Korean otherwise."""
    if not request:
        return "ko"
    chosen = request.cookies.get(LANGUAGE_COOKIE, "ko")
    return chosen if chosen in LANGUAGES else "ko"


def translate(text: str) -> str:
    """A sentence raised in the domain, in the visitor's language."""
    if not text:
        return ""
    if isinstance(text, T):
        said: str = gettext(text.msgid)
        return said % text.params if text.params else said
    return str(gettext(text)) if "%" not in text else text


def init_app(app: Flask) -> None:
    """Load every area's catalogue; a page outside a request is Korean."""
    folders = sorted(str(folder) for folder in CATALOGUES.iterdir() if folder.is_dir())
    babel.init_app(
        app,
        default_locale="ko",
        default_timezone="Asia/Seoul",
        default_translation_directories=";".join(folders),
        locale_selector=chosen_language,
    )
    app.jinja_env.filters["translate"] = translate
    app.context_processor(lambda: {"lang": chosen_language()})
