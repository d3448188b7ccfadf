"""What waits today."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog.own import count_own_by_status, list_low_stock
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.enterprises.queries import list_employment_ratios
from marketplace.feedback.question_queries import count_waiting
from marketplace.orders.models import ParcelStatus
from marketplace.orders.selling import list_longest_waiting, sales_since
from marketplace.web.access import access
from marketplace.web.language import local_path
from marketplace.web.seller import current, words
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.papers import PaperStanding

SALES_DAYS = 30


@seller.get("")
@access(Permission.PARCEL_SHIP)
def home() -> ResponseReturnValue:
    """Orders to send first, then what runs out, then figures."""
    enterprise = current.current_enterprise()
    mine, today = [enterprise.id], clock.today()
    since = clock.start_of_day(today - timedelta(days=SALES_DAYS - 1))
    return render_template(
        "seller/home.html",
        to_send=list_longest_waiting(mine, 5),
        low_stock=list_low_stock(mine),
        papers=PaperStanding.of(enterprise, list_employment_ratios(enterprise.id), today),
        sales=sales_since(mine, since),
        listings=count_own_by_status(mine),
        waiting=current.parcel_counts().get(ParcelStatus.PREPARING, 0),
        returns_waiting=current.returns_waiting(),
        questions=count_waiting(mine),
        now=clock.now(),
        today=today,
        words=words,
    )


@seller.post("/enterprise")
@access(Permission.PARCEL_SHIP)
def choose_enterprise() -> ResponseReturnValue:
    """Work for another of one's firms."""
    current.choose(request.form.get("enterprise_id", 0, int))
    return redirect(local_path(request.form.get("next"), url_for("seller.home")))
