"""What this visitor looked at: a member's from the account, a guest's from one signed cookie."""

from __future__ import annotations

from datetime import timedelta

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from marketplace import config
from marketplace.catalog.queries import read_cards
from marketplace.feedback.seeing import MOST_SEEN, seen_ids
from marketplace.web.cards import ProductCard, product_cards
from marketplace.web.viewer import current_account_id

SEEN_COOKIE = "ieum_seen"  # no page looks different for it, so page_cache.py need not know it
LASTS = timedelta(days=30)
LONGEST = 400


def seen_cards(but: int | None = None) -> list[ProductCard]:
    """What this visitor looked at and can still buy, the latest first."""
    return product_cards(read_cards([each for each in _ids() if each != but]))


def _ids() -> list[int]:
    account_id = current_account_id()
    return seen_ids(account_id) if account_id is not None else guest_ids()


def guest_ids() -> list[int]:
    """What the cookie of a guest holds; nothing when it is not ours or too old."""
    note = request.cookies.get(SEEN_COOKIE, "")[:LONGEST]
    try:
        ids = signer().loads(note, max_age=int(LASTS.total_seconds())) if note else []
    except BadSignature:
        return []
    return [each for each in ids if isinstance(each, int)][:MOST_SEEN]


def signer() -> URLSafeTimedSerializer:
    """Signs a guest's list, so that it holds what we put there."""
    return URLSafeTimedSerializer(config.current().secret_key, salt="store.seen")
