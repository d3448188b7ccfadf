"""Loads the demo data, step by step; twice changes nothing, half is taken up again."""

from __future__ import annotations

from marketplace import config
from marketplace.core.errors import NotPermitted
from marketplace.core.text import T
from marketplace.demo import (
    bookings,
    bought_here,
    bought_outside,
    citizens,
    coupons,
    earlier_years,
    editorial,
    exhibitions,
    feedback,
    finished_year,
    going_back,
    grounds,
    invitations,
    listings,
    month_ends,
    open_books,
    outlets,
    people,
    pictures,
    public_bodies,
    quotes,
    reference,
    sellers,
    shared_brands,
    sheets,
    year_round,
)
from marketplace.demo.progress import Nobody, Step, Watcher, is_done, mark_done

STEPS = (
    Step("grounds", grounds.lay),
    Step("sellers", sellers.settle),
    Step("listings", listings.list_products),
    Step("withdrawal-limits", going_back.limit_withdrawal),
    Step("brands", shared_brands.found),
    Step("exhibitions", exhibitions.compose),
    Step("markets", editorial.announce),
    Step("outlets", outlets.open_outlets),
    Step("institutions", public_bodies.establish),
    Step("reference", reference.bring_in),
    Step("bought-outside", bought_outside.record),
    Step("sheets", sheets.bring_in),
    Step("bought-here", bought_here.order),
    Step("citizens", citizens.shop),
    Step("bookings", bookings.lay_out),
    Step("quotes", quotes.ask_around),
    Step("coupons", coupons.hand_out),
    Step("returns", going_back.send_back),
    # Before this year's months are closed: what is put right in January is booked in January.
    Step("earlier-years", earlier_years.record),
    Step("finished-year", finished_year.finish),
    Step("month-ends", month_ends.close),
    Step("year-round", year_round.drive),
    Step("open-books", open_books.open_books),
    Step("invitations", invitations.send),
    Step("pictures", pictures.hang),
    Step("feedback", feedback.speak),
)


def load(watcher: Watcher | None = None) -> int:
    """Do every step that is not done; returns how many were. Raises NotPermitted in production."""
    if config.current().is_production:
        raise NotPermitted(T("운영 환경에는 시연 자료를 넣을 수 없습니다."))
    people.open_accounts()
    waiting = [step for step in STEPS if not is_done(step)]
    for step in waiting:
        step.run(watcher or Nobody())
        mark_done(step)
    return len(waiting)
