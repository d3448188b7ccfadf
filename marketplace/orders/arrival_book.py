"""When a parcel came, and by whose word."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.types import Instant, enum_column


class ArrivalWord(StrEnum):
    """Who says that a parcel has come; `SILENCE`: nobody did, for as long as the terms name."""

    BUYER = "buyer"
    SELLER = "seller"
    SILENCE = "silence"


# The buyer may object to what these say.
WORDS_OF_OTHERS = (ArrivalWord.SELLER, ArrivalWord.SILENCE)


class ArrivalBook:
    """Columns of a parcel: `arrival_word` says by whose word `delivered_at` stands.

    It is None for an inspection or a day that was had. `missed_at` is when the buyer said that
    nothing came.
    """

    delivered_at: Mapped[Instant | None]
    arrival_word: Mapped[ArrivalWord | None] = mapped_column(enum_column(ArrivalWord))
    missed_at: Mapped[Instant | None]
