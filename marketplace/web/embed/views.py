"""A year in one small frame: as a page, as a picture and as JSON, for whoever knows its address."""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify, render_template, request
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.procurement.measuring import MONTHS
from marketplace.procurement.models import Department, Institution, Widget
from marketplace.procurement.widgets import WidgetFigures, get_widget, widget_figures
from marketplace.procurement.year_facts import coverage_facts, rate_text
from marketplace.web.access import access
from marketplace.web.filters import in_korean, krw_short, percent
from marketplace.web.marks import mark_word, over_words
from marketplace.web.security import content_policy

KEPT_SECONDS = 60
embed = Blueprint("embed", __name__, url_prefix="/embed")


@embed.get("/<token>")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def widget(token: str) -> Response:
    """A page to be framed by the origins the widget names, and by nobody else."""
    _speak()
    found = get_widget(token)
    page = render_template("embed/widget.html", drawing=_drawing(found), token=token)
    return _allowed(Response(page, mimetype="text/html"), found)


@embed.get("/<token>.svg")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def widget_svg(token: str) -> Response:
    """The picture alone."""
    _speak()
    found = get_widget(token)
    picture = render_template("embed/widget.svg", drawing=_drawing(found))
    return _allowed(Response(picture, mimetype="image/svg+xml"), found)


@embed.get("/<token>.json")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def widget_json(token: str) -> Response:
    """The figures alone; amounts are whole won, the rate a decimal string."""
    found = get_widget(token)
    figures = widget_figures(found)
    answer = jsonify(
        {
            "name": (found.department or found.institution).name,
            "year": figures.year,
            "target_won": figures.target_won,
            "counted_won": figures.counted_won,
            "rate_percent": rate_text(figures.rate_percent),
            "absence": figures.absence.value if figures.absence else None,
            "coverage": coverage_facts(figures.coverage),
            "measured_months": figures.months,
            "as_of": clock.today().isoformat(),
        }
    )
    if len(found.origins) == 1:  # a kept answer cannot say something else to each asker
        answer.headers["Access-Control-Allow-Origin"] = found.origins[0]
    return _allowed(answer, found)


def _speak() -> None:
    """A frame has no cookie to choose a language by, so its address may."""
    if request.args.get("lang") == "en":
        g.language = "en"


def _drawing(found: Widget) -> dict[str, object]:
    """Every text and length of the picture, so that the template only prints."""
    figures = widget_figures(found)
    name = _name(found.department or found.institution)
    away = mark_word(figures.absence) if figures.absence else ""
    return {
        "name": name,
        "year": _("%(year)s년 의무구매", year=figures.year),
        "rate": away or percent(figures.rate_percent),
        "counted": _("실적 %(won)s", won=away or krw_short(figures.counted_won)),
        "target": _("목표 %(won)s", won=away or krw_short(figures.target_won)),
        "over": _over(figures),
        "filled": _filled(figures),
        "as_of": _("%(day)s 기준", day=clock.today().isoformat()),
    }


def _over(figures: WidgetFigures) -> str:
    """Over what the figures are, where it is not everything."""
    over = figures.coverage
    if over is not None:
        return over_words(over)
    if 0 < figures.months < MONTHS:
        return str(_("%(all)d개월 가운데 %(n)d개월 측정", all=MONTHS, n=figures.months))
    return ""


def _filled(figures: WidgetFigures) -> int:
    """How far the bar of 288 goes."""
    rate = figures.rate_percent or 0
    return int(min(max(rate, 0), 100) * 288 / 100)


def _name(body: Department | Institution) -> str:
    return body.name if in_korean() or not body.name_en else body.name_en


def _allowed(answer: Response, found: Widget) -> Response:
    """Whoever may frame it stands in the policy; search engines are asked to pass by."""
    policy = content_policy(None).replace(
        "frame-ancestors 'none'", f"frame-ancestors {' '.join(found.origins)}"
    )
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
