"""Requests to return or exchange parts of a delivered parcel."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Instant, Pk, Won, enum_column, public_token
from marketplace.media.models import Picture
from marketplace.orders.models import OrderLine, Parcel


class ReturnKind(StrEnum):
    RETURN = "return"
    EXCHANGE = "exchange"


class ReturnReason(StrEnum):
    CHANGED_MIND = "changed_mind"
    WRONG_CHOICE = "wrong_choice"
    DIFFERENT = "different"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    LATE = "late"


class WayBack(StrEnum):
    """How it goes back: the seller has it fetched, or the buyer sends it."""

    PICKUP = "pickup"
    SELF = "self"


class Condition(StrEnum):
    """What the seller found on opening the box."""

    RESALEABLE = "resaleable"
    NOT_RESALEABLE = "not_resaleable"


class ReturnStatus(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    SENT_BACK = "sent_back"
    ARRIVED = "arrived"
    DISPUTED = "disputed"
    REFUNDED = "refunded"
    REPLACEMENT_SENT = "replacement_sent"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class ReturnAct(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SEND_BACK = "send_back"
    ARRIVE = "arrive"
    REFUND = "refund"
    REPLACE = "replace"
    COMPLETE = "complete"
    DISPUTE = "dispute"
    GRANT = "grant"
    GRANT_ARRIVED = "grant_arrived"
    REJECT = "reject"


RETURN_TRANSITIONS = Transitions(
    "return",
    {
        (ReturnStatus.REQUESTED, ReturnAct.APPROVE): ReturnStatus.APPROVED,
        (ReturnStatus.REQUESTED, ReturnAct.REFUSE): ReturnStatus.REFUSED,
        (ReturnStatus.REQUESTED, ReturnAct.WITHDRAW): ReturnStatus.WITHDRAWN,
        (ReturnStatus.APPROVED, ReturnAct.WITHDRAW): ReturnStatus.WITHDRAWN,
        (ReturnStatus.APPROVED, ReturnAct.SEND_BACK): ReturnStatus.SENT_BACK,
        # A box may stand at the door though nobody said it was sent.
        (ReturnStatus.APPROVED, ReturnAct.ARRIVE): ReturnStatus.ARRIVED,
        # Not worth a way back: the seller gives the money and leaves the thing.
        (ReturnStatus.APPROVED, ReturnAct.REFUND): ReturnStatus.REFUNDED,
        (ReturnStatus.SENT_BACK, ReturnAct.ARRIVE): ReturnStatus.ARRIVED,
        (ReturnStatus.ARRIVED, ReturnAct.REFUND): ReturnStatus.REFUNDED,
        (ReturnStatus.ARRIVED, ReturnAct.REPLACE): ReturnStatus.REPLACEMENT_SENT,
        (ReturnStatus.REPLACEMENT_SENT, ReturnAct.COMPLETE): ReturnStatus.DONE,
        # The buyer does not accept a refusal; the seller does not accept what came.
        (ReturnStatus.REFUSED, ReturnAct.DISPUTE): ReturnStatus.DISPUTED,
        (ReturnStatus.ARRIVED, ReturnAct.DISPUTE): ReturnStatus.DISPUTED,
        (ReturnStatus.DISPUTED, ReturnAct.GRANT): ReturnStatus.APPROVED,
        (ReturnStatus.DISPUTED, ReturnAct.GRANT_ARRIVED): ReturnStatus.ARRIVED,
        (ReturnStatus.DISPUTED, ReturnAct.REJECT): ReturnStatus.REJECTED,
    },
)
# Nothing more comes of these, and their units are the buyer's again.
LET_GO = (ReturnStatus.REFUSED, ReturnStatus.WITHDRAWN, ReturnStatus.REJECTED)
CLOSED = (*LET_GO, ReturnStatus.REFUNDED, ReturnStatus.DONE)


class ReturnRequest(Model):
    """What a buyer asks to send back of one parcel, and everything said and done about it.

    `form_token` is made with the form, so that a double click asks once. Amounts as told to
    the buyer before asking: `goods_won` of the units, `delivery_back_won` of the first
    delivery's fee given back, `delivery_kept_won` of it taken off (free delivery no longer
    reached), `fee_won` for the way back. `deducted_won` and `refunded_won` are what was done.
    """

    __tablename__ = "return_request"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    form_token: Mapped[str] = mapped_column(String(40), unique=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    kind: Mapped[ReturnKind] = mapped_column(enum_column(ReturnKind))
    status: Mapped[ReturnStatus] = mapped_column(
        enum_column(ReturnStatus), default=ReturnStatus.REQUESTED
    )
    reason: Mapped[ReturnReason] = mapped_column(enum_column(ReturnReason))
    said: Mapped[str] = mapped_column(String(1000), default="")
    noticed_on: Mapped[date | None] = mapped_column(Date)
    seller_pays: Mapped[bool]
    goods_won: Mapped[Won]
    delivery_back_won: Mapped[Won] = mapped_column(default=0)
    delivery_kept_won: Mapped[Won] = mapped_column(default=0)
    fee_won: Mapped[Won] = mapped_column(default=0)
    deducted_won: Mapped[Won] = mapped_column(default=0)
    refunded_won: Mapped[Won] = mapped_column(default=0)
    way_back: Mapped[WayBack] = mapped_column(enum_column(WayBack))
    pickup_name: Mapped[str] = mapped_column(String(80))
    pickup_phone: Mapped[str] = mapped_column(String(30))
    pickup_postcode: Mapped[str] = mapped_column(String(5))
    pickup_address: Mapped[str] = mapped_column(String(200))
    pickup_detail: Mapped[str] = mapped_column(String(100), default="")
    answer: Mapped[str] = mapped_column(String(500), default="")
    send_to: Mapped[str] = mapped_column(String(300), default="")
    carrier: Mapped[str] = mapped_column(String(20), default="")
    tracking_number: Mapped[str] = mapped_column(String(40), default="")
    condition: Mapped[Condition | None] = mapped_column(enum_column(Condition))
    condition_note: Mapped[str] = mapped_column(String(500), default="")
    replacement_carrier: Mapped[str] = mapped_column(String(20), default="")
    replacement_number: Mapped[str] = mapped_column(String(40), default="")
    objection: Mapped[str] = mapped_column(String(1000), default="")
    decision: Mapped[str] = mapped_column(String(500), default="")
    requested_at: Mapped[Instant] = mapped_column(default=clock.now)
    answered_at: Mapped[Instant | None]
    sent_back_at: Mapped[Instant | None]
    arrived_at: Mapped[Instant | None]
    disputed_at: Mapped[Instant | None]
    decided_at: Mapped[Instant | None]
    replaced_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(default=1)

    parcel: Mapped[Parcel] = relationship()
    lines: Mapped[list[ReturnLine]] = relationship(
        back_populates="request", order_by="ReturnLine.id"
    )
    photos: Mapped[list[ReturnPhoto]] = relationship(order_by="ReturnPhoto.position")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's spelling
    __table_args__ = (
        CheckConstraint(
            "goods_won >= 0 AND delivery_back_won >= 0 AND delivery_kept_won >= 0 AND fee_won >= 0",
            name="amounts_not_negative",
        ),
        CheckConstraint("deducted_won BETWEEN 0 AND fee_won", name="deducts_what_was_told"),
        CheckConstraint(
            "refunded_won BETWEEN 0 AND goods_won + delivery_back_won", name="refunds_what_came"
        ),
        Index(None, "enterprise_id", "status", "id"),
        Index(None, "status", "arrived_at"),
    )

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    def refund_won(self, deducted_won: int) -> int:
        """What goes back when so much of the way back is deducted; never below nothing."""
        given = self.goods_won + self.delivery_back_won - self.delivery_kept_won - deducted_won
        return max(given, 0)

    @property
    def told_won(self) -> int:
        """What the buyer was told will go back."""
        return self.refund_won(self.fee_won)


class ReturnLine(Model):
    """So many units of one line, and what was paid for them.

    `wanted_option_id` is what an exchange should bring, None for the same again.
    """

    __tablename__ = "return_line"

    id: Mapped[Pk]
    request_id: Mapped[int] = mapped_column(ForeignKey("return_request.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]
    worth_won: Mapped[Won]
    wanted_option_id: Mapped[int | None] = mapped_column(ForeignKey("product_option.id"))
    wanted_option_name: Mapped[str] = mapped_column(String(80), default="", server_default="")

    request: Mapped[ReturnRequest] = relationship(back_populates="lines")
    line: Mapped[OrderLine] = relationship()

    __table_args__ = (
        UniqueConstraint("request_id", "line_id"),
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("worth_won >= 0", name="worth_not_negative"),
    )


class ReturnPhoto(Model):
    """A private picture that shows why; at most five of a request, by position."""

    __tablename__ = "return_photo"

    id: Mapped[Pk]
    request_id: Mapped[int] = mapped_column(ForeignKey("return_request.id"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), unique=True)
    position: Mapped[int]

    picture: Mapped[Picture] = relationship()

    __table_args__ = (
        UniqueConstraint("request_id", "position"),
        CheckConstraint("position BETWEEN 0 AND 4", name="five_at_most"),
    )
