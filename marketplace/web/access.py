"""Nobody gets in by accident: every view says who may, and one that says nothing is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import NotPermitted
from marketplace.core.permissions import Permission, may, open_to_all
from marketplace.core.text import T
from marketplace.web.viewer import current_viewer

View = TypeVar("View", bound=Callable[..., Any])

# Which portal's door a stranger is shown, by the first part of the endpoint.
SIGN_IN = {
    "store": "store.sign_in",
    "seller": "seller.sign_in",
    "buyer": "buyer.sign_in",
    "office": "office.sign_in",
}


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declares: the permission, and whether a shared cache may keep the answer."""

    permission: Permission
    cache_seconds: int = 0


def access(permission: Permission, *, cache_seconds: int = 0) -> Callable[[View], View]:
    """Declare who may open a view; `cache_seconds` > 0 makes an anonymous GET shareable."""

    def declare(view: View) -> View:
        view.__access__ = Access(permission, cache_seconds)  # type: ignore[attr-defined]
        return view

    return declare


def declared_access(endpoint: str | None) -> Access | None:
    """What the view behind an endpoint declares, None when it declares nothing."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "__access__", None)


def portal_of(endpoint: str | None) -> str:
    """`store`, `seller`, `buyer`, `office` or `api`: whose page this is."""
    first = (endpoint or "").split(".")[0]
    return first if first in {"seller", "buyer", "office", "api"} else "store"


def enforce() -> Response | None:
    """Before each request: let in, show the portal's door, or raise NotPermitted."""
    if request.endpoint is None:
        return None  # routing answers 404 or 405
    needed = declared_access(request.endpoint)
    if needed is None:
        raise RuntimeError(f"{request.endpoint} declares no access")
    if open_to_all(needed.permission):
        return None  # who it is costs four statements, and would change nothing
    viewer = current_viewer()
    if may(viewer, needed.permission):
        return None
    portal = portal_of(request.endpoint)
    if viewer.is_signed_in or portal not in SIGN_IN:
        raise NotPermitted(T("이 화면을 볼 권한이 없습니다."))
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(SIGN_IN[portal], next=target))


def init_app(app: Flask) -> None:
    """Check every request; Flask's own static files are open to all."""
    access(Permission.SHOP_BROWSE)(app.view_functions["static"])
    app.before_request(enforce)
