"""The hosted payment page, played by this machine."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.payments.sandbox import events, paying, sessions
from marketplace.payments.sandbox.refusals import Refusal
from marketplace.payments.sandbox.standing import current_sandbox
from marketplace.web.access import access

sandbox = Blueprint("sandbox", __name__, url_prefix="/sandbox")

# Stripe, too, gives the shop a moment to take the news in before the buyer comes back. Only a
# moment is spent in the request, because the shop hears it in a worker just like this one: two
# buyers who paid at once once held both workers and so kept the news from each other.
SOON_SECONDS = 0.25
MOST_LOOKS = 10  # a second apart; the shop's own page can wait for news, too
METHOD_NAMES = {
    "card": _l("카드"),
    "kr_card": _l("국내 카드"),
    "kakao_pay": _l("카카오페이"),
    "naver_pay": _l("네이버페이"),
    "payco": _l("페이코"),
    "samsung_pay": _l("삼성페이"),
}


def show(session: dict[str, Any], declined: str = "", status: int = 200) -> tuple[str, int]:
    """The page of one session as it stands."""
    page = render_template(
        "sandbox/checkout.html",
        checkout=session,
        lines=session["_line_items"],
        methods=[(code, METHOD_NAMES[code]) for code in session["payment_method_types"]],
        chosen=request.form.get("method", session["payment_method_types"][0]),
        declined=declined,
        telling="event" in request.args,
        minutes_left=max(0, (session["expires_at"] - int(clock.now().timestamp())) // 60),
    )
    return page, status


def find(session_id: str) -> dict[str, Any]:
    """The session, or 404."""
    try:
        with current_sandbox().ledger.writing() as book:
            return sessions.retrieve(book, session_id)
    except Refusal:
        abort(404)


@sandbox.get("/checkout/<session_id>")
@access(Permission.SANDBOX_USE)
def checkout(session_id: str) -> ResponseReturnValue:
    """The page a buyer is sent to; once paid, they wait here until the shop knows."""
    session, event_id = find(session_id), request.args.get("event", "")
    if session["status"] != "complete" or not event_id:
        return show(session)
    looks = request.args.get("looks", 0, type=int)
    if looks >= MOST_LOOKS or current_sandbox().courier.wait_for(event_id, SOON_SECONDS):
        return redirect(paying.return_url(session), 303)
    again = url_for("sandbox.checkout", session_id=session_id, event=event_id, looks=looks + 1)
    page, status = show(session)
    return page, status, {"Refresh": f"1; url={again}"}


@sandbox.post("/checkout/<session_id>/payment")
@access(Permission.SANDBOX_USE)
def payment(session_id: str) -> ResponseReturnValue:
    """Pay: the shop is told by webhook, then the buyer goes back to it."""
    standing = current_sandbox()
    try:
        with standing.ledger.writing() as book:
            paid = paying.pay(book, session_id, request.form.get("method", ""))
    except Refusal:
        return show(find(session_id), status=409)
    standing.courier.wake()
    if not paid.event_id or standing.courier.wait_for(paid.event_id, SOON_SECONDS):
        return redirect(paid.return_url, 303)
    return redirect(url_for("sandbox.checkout", session_id=session_id, event=paid.event_id), 303)


@sandbox.post("/checkout/<session_id>/decline")
@access(Permission.SANDBOX_USE)
def decline(session_id: str) -> ResponseReturnValue:
    """The issuer refuses; the buyer stays and may choose another way."""
    standing = current_sandbox()
    try:
        with standing.ledger.writing() as book:
            paying.decline(book, session_id, request.form.get("method", ""))
    except Refusal:
        return show(find(session_id), status=409)
    standing.courier.wake()
    return show(find(session_id), _("결제가 거절되었습니다. 다른 결제 수단을 선택해 주세요."), 402)


@sandbox.post("/checkout/<session_id>/abandonment")
@access(Permission.SANDBOX_USE)
def abandonment(session_id: str) -> ResponseReturnValue:
    """Give up: the session stays open, the buyer goes back to the shop."""
    session = find(session_id)
    return redirect(session["cancel_url"] or session["success_url"], 303)


@sandbox.post("/checkout/<session_id>/expiry")
@access(Permission.SANDBOX_USE)
def expiry(session_id: str) -> ResponseReturnValue:
    """Let the session's time be over now, as a rehearsal."""
    standing = current_sandbox()
    try:
        with standing.ledger.writing() as book:
            sessions.expire(book, session_id)
    except Refusal:
        return show(find(session_id), status=409)
    standing.courier.wake()
    return show(find(session_id))


@sandbox.get("/events")
@access(Permission.SANDBOX_USE)
def told() -> ResponseReturnValue:
    """What the sandbox has told the shop, newest first."""
    with current_sandbox().ledger.writing() as book:
        listed = events.listed(book, newest=50)
    return render_template("sandbox/events.html", events=listed)


@sandbox.post("/events/<event_id>/deliveries")
@access(Permission.SANDBOX_USE)
def deliver_again(event_id: str) -> ResponseReturnValue:
    """Send one event once more, as a provider may at any time."""
    standing = current_sandbox()
    with standing.ledger.writing() as book:
        if not events.send_again(book, event_id):
            abort(404)
    standing.courier.wake()
    standing.courier.wait_for(event_id, SOON_SECONDS)
    return redirect("/sandbox/events", 303)
