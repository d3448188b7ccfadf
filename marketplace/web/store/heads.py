"""The head of a page one or two steps under the front page."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from marketplace.web.images import Image
from marketplace.web.store import seo
from marketplace.web.store.shared import Head

BANNER_SIZES = "(min-width: 80rem) 76rem, 94vw"


def head_under_home(
    title: str,
    lead: str,
    path: str,
    above: tuple[str, str] | None = None,
    image: Image | None = None,
    structured: tuple[dict[str, Any], ...] = (),
) -> Head:
    """A head whose path begins at the front page; `above` is the list the page belongs to."""
    up = (above,) if above else ()
    crumbs: tuple[tuple[str, str | None], ...] = ((str(_("처음")), "/"), *up, (title, None))
    return Head(
        title=title,
        description=lead,
        canonical=path,
        crumbs=crumbs,
        image=image,
        structured=(*structured, seo.breadcrumbs(crumbs)),
    )
