"""Outlets: the shelves, corners and halls inside somebody else's place."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.channels import queries
from marketplace.channels.placing import get_outlet, is_open_on
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.office import words
from marketplace.web.office.blueprint import office


@office.get("/outlets")
@access(Permission.OUTLET_MANAGE)
def outlets() -> ResponseReturnValue:
    """Every outlet, those still running first."""
    return render_template(
        "office/outlets.html",
        outlets=queries.list_outlets(),
        placed=queries.placement_counts(),
        today=clock.today(),
    )


@office.get("/outlets/<slug>")
@access(Permission.OUTLET_MANAGE)
def outlet(slug: str) -> ResponseReturnValue:
    """One outlet: what stands there and what it sold this month."""
    shown = get_outlet(slug)
    today = clock.today()
    return render_template(
        "office/outlet.html",
        outlet=shown,
        open_today=is_open_on(shown, today),
        placements=queries.list_placements(shown.id),
        sold=queries.outlet_totals(shown.id, today.replace(day=1), today),
        days=queries.recent_outlet_days(shown.id),
        words=words,
    )
