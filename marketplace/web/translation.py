"""Korean first, English by a switch."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, g, request
from flask_babel import Babel, get_locale, gettext, ngettext

from marketplace.core.text import T

LANGUAGES = ("ko", "en")
LANGUAGE_COOKIE = "lang"
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"

babel = Babel()


def chosen_language() -> str:
    """The language of this page: what the visitor switched to, Korean otherwise."""
    if not request:
        return "ko"
    if "language" not in g:
        chosen = request.cookies.get(LANGUAGE_COOKIE, "ko")
        g.language = chosen if chosen in LANGUAGES else "ko"
    language: str = g.language
    return language


def say(sentence: str) -> str:
    """gettext for templates: the source is Korean, so a Korean page looks nothing up.

    Asking the catalogue for every word was a sixth of a signed-in page's time.
    """
    locale = get_locale()
    if locale is None or locale.language == "ko":
        return sentence
    return str(gettext(sentence))


def say_many(one: str, many: str, count: int) -> str:
    """ngettext for templates; Korean has one form."""
    return one if chosen_language() == "ko" else str(ngettext(one, many, count))


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
    app.jinja_env.install_gettext_callables(say, say_many, newstyle=True)  # type: ignore[attr-defined]
    app.context_processor(lambda: {"lang": chosen_language()})
