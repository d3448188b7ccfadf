"""What a provider tells us by itself: verified, taken in once, in any order."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import db
from marketplace.payments import refunding, settling
from marketplace.payments.gateways import online_provider
from marketplace.payments.models import ProviderEvent as TakenEvent
from marketplace.payments.provider import EventKind, ProviderEvent

DUPLICATE = "duplicate"


def read_event(payload: bytes, signature: str) -> ProviderEvent:
    """Verify and read what was delivered, before any transaction; raises SignatureRefused."""
    return online_provider().parse_event(payload, signature)


def take_in(event: ProviderEvent) -> str:
    """Do what an event asks, once: its id enters in the transaction of its effect.

    Returns the outcome; an event seen before is `duplicate` and changes nothing.
    """
    name = online_provider().name
    taken = TakenEvent(provider=name, event_ref=event.id, kind=event.type, outcome="")
    try:
        # Of twenty deliveries at once the unique id lets one through; the others wait for
        # its commit here and then find themselves second.
        with db.session.begin_nested():
            db.session.add(taken)
    except IntegrityError:
        return DUPLICATE
    with acting_as(Actor(None, f"webhook:{name}")):
        taken.outcome = _effect(name, event)
    return taken.outcome


def _effect(name: str, event: ProviderEvent) -> str:
    if event.kind is EventKind.CHECKOUT and event.checkout:
        return settling.settle(name, event.checkout).value
    if event.kind is EventKind.CHECKOUT_FAILED and event.checkout:
        return settling.fail(name, event.checkout).value
    if event.kind is EventKind.REFUND and event.refund:
        status = refunding.apply_reading(name, event.refund)
        return settling.Outcome.UNKNOWN.value if status is None else status.value
    return settling.Outcome.NOTHING.value
