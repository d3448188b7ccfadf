"""Pages that are the same for everybody: built once, kept a few seconds, framed per visitor.

The page cache serves whole answers to visitors nobody knows. For the others only the seams of
the frame (see framing.py) are their own, so inside and frame are kept here for everybody too.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, g, render_template, request
from markupsafe import Markup

from marketplace.web.access import declared_access
from marketplace.web.images import Image
from marketplace.web.store.framing import Frame, cut_frame, join_frame
from marketplace.web.translation import chosen_language

MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around a page: for the tab, the path, search engines and social cards.

    `canonical` is a path; `structured` are JSON-LD objects; `section` the code of the top
    category that is current in the menu.
    """

    title: str
    description: str = ""
    canonical: str = ""
    crumbs: tuple[tuple[str, str | None], ...] = ()
    section: str = ""
    image: Image | None = None
    structured: tuple[dict[str, Any], ...] = ()
    is_indexed: bool = True
    search_text: str = ""
    is_home: bool = False
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is rendered."""

    head: Head
    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """The inside of a page and the frame around it, until `until` on the monotonic clock."""

    until: float
    head: Head
    body: Markup
    frame: Frame


class KeptPages:
    """An LRU of pages in this process, by language and address."""

    def __init__(self) -> None:
        self.pages: OrderedDict[str, Kept] = OrderedDict()

    def get(self, key: str) -> Kept | None:
        kept = self.pages.get(key)
        return kept if kept is not None and kept.until > time.monotonic() else None

    def keep(self, key: str, kept: Kept) -> None:
        self.pages[key] = kept
        self.pages.move_to_end(key)
        while len(self.pages) > MOST_KEPT:
            self.pages.popitem(last=False)


def show(build: Callable[[], Page]) -> str:
    """The page `build` makes, in the visitor's frame; to htmx its inside alone."""
    kept = _kept(build)
    if "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers:
        return render_template("store/inside.html", head=kept.head, body=kept.body)
    return join_frame(kept.frame, kept.body)


def _kept(build: Callable[[], Page]) -> Kept:
    pages: KeptPages = current_app.extensions.setdefault("kept_pages", KeptPages())
    key = f"{chosen_language()} {request.full_path}"
    kept = pages.get(key)
    if kept is None:
        kept = _build(build())
        pages.keep(key, kept)
    return kept


def _build(page: Page) -> Kept:
    words = render_template(page.template, head=page.head, **page.context)
    body = Markup(words)  # noqa: S704 - a template of ours, which has escaped everything
    g.store_section = page.head.section
    frame = cut_frame("store/frame.html", head=page.head)
    return Kept(time.monotonic() + _seconds(), page.head, body, frame)


def _seconds() -> int:
    needed = declared_access(request.endpoint)
    return 0 if current_app.testing or needed is None else needed.cache_seconds
