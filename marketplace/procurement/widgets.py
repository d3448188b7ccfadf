"""Widgets for an institution's own sites: made with the origins that may frame them, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.text import T
from marketplace.procurement.measuring import MONTHS, Coverage
from marketplace.procurement.models import Department, Institution, MarkKind, Widget
from marketplace.procurement.overview.remembering import remembered
from marketplace.procurement.standing import (
    department_standing,
    institution_standing,
)

MOST_ORIGINS = 10
# What a browser calls an origin: scheme, host and perhaps a port, nothing behind.
ORIGIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?")


class WidgetNotFound(NotFound):
    """No widget has this address, or it was withdrawn."""

    code = "widget_not_found"


@dataclass(frozen=True, slots=True)
class WidgetFigures:
    """What a widget shows, in won as it is measured; nothing of any person.

    `absence` is why nothing is measured; `coverage` over how many departments an institution's
    sums are; `months` how many of a department's are measured.
    """

    year: int
    target_won: int | None
    counted_won: int | None
    rate_percent: Decimal | None
    absence: MarkKind | None = None
    coverage: Coverage | None = None
    months: int = MONTHS


def make_widget(
    institution_id: int, department_id: int | None, origins: Iterable[str], by: int | None = None
) -> Widget:
    """A widget for the whole institution or one department; audited.

    Raises Invalid for a department elsewhere, or for what is no origin.
    """
    if department_id is not None:
        department = db.session.get(Department, department_id)
        if department is None or department.institution_id != institution_id:
            raise Invalid(T("다른 기관의 부서가 들어 있습니다."))
    widget = Widget(
        institution_id=institution_id,
        department_id=department_id,
        origins=_origins(origins),
        created_by=by,
    )
    db.session.add(widget)
    db.session.flush()
    body = db.session.get_one(Institution, institution_id)
    audit.record("widget:made", body, widget=widget.id, origins=widget.origins)
    return widget


def withdraw_widget(institution_id: int, widget_id: int) -> Widget:
    """From now on its address is not found; audited. Raises WidgetNotFound."""
    widget = db.session.get(Widget, widget_id)
    if widget is None or widget.institution_id != institution_id or widget.withdrawn_at:
        raise WidgetNotFound(T("위젯을 찾을 수 없습니다."))
    widget.withdrawn_at = clock.now()
    db.session.flush()
    audit.record("widget:withdrawn", widget.institution, widget=widget.id)
    return widget


def list_widgets(institution_id: int) -> Sequence[Widget]:
    """Those not withdrawn, newest first."""
    query = (
        select(Widget)
        .where(Widget.institution_id == institution_id, Widget.withdrawn_at.is_(None))
        .options(joinedload(Widget.department))
        .order_by(Widget.id.desc())
    )
    return db.session.scalars(query).all()


def get_widget(token: str) -> Widget:
    """The widget of an address; raises WidgetNotFound."""
    query = select(Widget).where(Widget.token == token, Widget.withdrawn_at.is_(None))
    found = db.session.scalar(query)
    if found is None:
        raise WidgetNotFound(T("위젯을 찾을 수 없습니다."))
    return found


def widget_figures(widget: Widget) -> WidgetFigures:
    """The running year of what the widget shows, remembered while nothing changed."""
    year = clock.today().year
    name = f"widget:{widget.department_id or 'all'}"
    return remembered(name, widget.institution_id, year, lambda: _figures(widget, year))


def _figures(widget: Widget, year: int) -> WidgetFigures:
    if widget.department_id is None:
        whole = institution_standing(widget.institution_id, year, by_month=False)
        known, absence = whole.measured, whole.absence
        sums = (year, known.target_won, known.counted_won, whole.rate_percent)
        return WidgetFigures(*sums, absence, whole.coverage)
    own = department_standing(widget.department_id, year)
    known = own.measured
    sums = (year, known.target_won, known.counted_won, own.rate_percent)
    return WidgetFigures(*sums, own.absence, months=len(known.months))


def _origins(said: Iterable[str]) -> list[str]:
    kept = list(dict.fromkeys(each.strip().rstrip("/").lower() for each in said if each.strip()))
    wrong = [each for each in kept if not ORIGIN.fullmatch(each)]
    if wrong:
        fault = T(
            "주소의 앞부분만 https://www.example.go.kr 처럼 적어 주세요: %(said)s", said=wrong[0]
        )
        raise Invalid(fault, {"origins": [fault]})
    if not kept or len(kept) > MOST_ORIGINS:
        fault = T("보여 줄 곳을 하나에서 열 곳까지 적어 주세요.")
        raise Invalid(fault, {"origins": [fault]})
    return kept
