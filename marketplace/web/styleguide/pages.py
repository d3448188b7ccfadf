"""The style guide's pages: the components, each layout, each error."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.errors import TITLES
from marketplace.web.styleguide import specimens
from marketplace.web.styleguide.forms import SpecimenForm
from marketplace.web.translation import translate

styleguide = Blueprint("styleguide", __name__, url_prefix="/styleguide")

PORTALS = ("seller", "buyer", "office")


@styleguide.route("", methods=["GET", "POST"])
@access(Permission.SHOP_BROWSE)
def components() -> ResponseReturnValue:
    """All components; posting the form shows its faults."""
    form = SpecimenForm()
    faulty = form.is_submitted() and not form.validate()
    page = render_template("styleguide/index.html", form=form, **specimens.components())
    return page, 422 if faulty else 200


@styleguide.get("/portals/<name>")
@access(Permission.SHOP_BROWSE)
def portal(name: str) -> ResponseReturnValue:
    """A portal's layout with invented content."""
    if name not in PORTALS:
        abort(404)
    return render_template(
        "styleguide/portal.html", layout=f"layouts/{name}.html", **specimens.portal(name)
    )


@styleguide.get("/paper")
@access(Permission.SHOP_BROWSE)
def paper() -> ResponseReturnValue:
    """The layout of papers to print."""
    return render_template("styleguide/paper.html", **specimens.paper())


@styleguide.get("/errors/<int:code>")
@access(Permission.SHOP_BROWSE)
def error(code: int) -> ResponseReturnValue:
    """How an error looks in a portal (`?portal=buyer`), answered with status 200."""
    if code not in TITLES:
        abort(404)
    portal_name = request.args.get("portal", "")
    layout = f"layouts/{portal_name if portal_name in PORTALS else 'store'}.html"
    return render_template(
        "errors/error.html",
        code=code,
        title=translate(TITLES[code]),
        message=_("다른 분이 먼저 바꾸었어요. 새로 고침해서 지금 내용을 확인해 주세요."),
        kept=_("적어 둔 내용은 그대로 있어요."),
        action=_("지금 상태를 확인해 주세요"),
        home="/styleguide",
        layout=layout,
    )
