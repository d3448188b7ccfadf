"""Whose word it is that a parcel came, where it is not the buyer's own."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.orders.arrival_book import ArrivalWord
from marketplace.orders.arrivals import can_be_missed
from marketplace.orders.models import Parcel
from marketplace.web.dates import day_text


def arrival_words(parcel: Parcel) -> str:
    """What was written down for the buyer, or what they said; empty when there is nothing."""
    if parcel.missed_at and parcel.delivered_at is None:
        return str(_("아직 못 받으셨다고 판매 기업에 알렸어요. 받으시면 '받았어요'를 눌러 주세요."))
    if not can_be_missed(parcel) or parcel.delivered_at is None:
        return ""
    day = day_text(parcel.delivered_at)
    if parcel.arrival_word is ArrivalWord.SELLER:
        return str(_("판매 기업이 %(day)s에 받으신 것으로 적었어요.", day=day))
    return str(_("보낸 뒤 오래 소식이 없어 %(day)s에 받으신 것으로 적었어요.", day=day))
