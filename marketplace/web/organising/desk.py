"""Where a tree of departments is worked on: whose it is, in which portal, under which address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.permissions import Permission
from marketplace.procurement.models import Department, Institution
from marketplace.web.access import access
from marketplace.web.filters import in_korean


@dataclass(frozen=True, slots=True)
class Desk:
    """One institution's tree at an address of a portal.

    `query` goes with every address; `keeps_coordinator` forbids ending the last coordinator.
    """

    institution: Institution
    root: str
    layout: str
    crumbs: tuple[tuple[str, str], ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    keeps_coordinator: bool = True

    def address(self, path: str = "", **more: Any) -> str:
        """A page of this desk."""
        query = {**self.query, **{k: v for k, v in more.items() if v not in (None, "")}}
        return f"{self.root}{path}{'?' + urlencode(query) if query else ''}"

    def of(self, department: Department, path: str = "") -> str:
        """A page of one department."""
        return self.address(f"/departments/{department.id}{path}")

    def go(self, address: str) -> ResponseReturnValue:
        """After a deed."""
        return redirect(address, 303)

    def trail(self, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
        """The way here, from the portal's own pages down."""
        tree = (str(_("부서와 사람")), self.address("/departments") if more else None)
        return [*self.crumbs, tree, *more]


View = Callable[..., ResponseReturnValue]
Opener = Callable[[dict[str, Any]], Desk]
SCREENS: list[tuple[str, str, View, tuple[str, ...]]] = []


def screen(rule: str, *methods: str) -> Callable[[View], View]:
    """Declare a screen of every desk: `view(desk, …)` under `rule`."""

    def declare(view: View) -> View:
        SCREENS.append((rule, view.__name__, view, methods or ("GET",)))
        return view

    return declare


def add_screens(
    blueprint: Blueprint, root: str, prefix: str, permission: Permission, opener: Opener
) -> None:
    """Give a portal every screen of a desk under `root`; `opener` takes what the root names."""
    for rule, name, view, methods in SCREENS:
        bound = access(permission)(_bound(view, opener))
        blueprint.add_url_rule(f"{root}{rule}", f"{prefix}_{name}", bound, methods=list(methods))


def _bound(view: View, opener: Opener) -> View:
    @wraps(view)
    def bound(**named: Any) -> ResponseReturnValue:
        return view(opener(named), **named)

    return bound


def called(body: Department | Institution) -> str:
    """A name in the language of the page."""
    return body.name if in_korean() or not body.name_en else body.name_en
