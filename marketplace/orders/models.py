"""Cart, order, parcels and lines."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalog.models import ProductOption, WithdrawalLimit
from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.money import VatClass
from marketplace.core.states import Transitions
from marketplace.core.types import Document, Documents, Instant, Pk, Won, enum_column, public_token
from marketplace.enterprises.models import Enterprise
from marketplace.orders.arrival_book import ArrivalBook
from marketplace.orders.units import UNIT_CHECKS, ParcelBook, UnitBook


class Cart(Model):
    """What one visitor means to buy; a guest holds it by a token, a member by account."""

    __tablename__ = "cart"

    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    updated_at: Mapped[Instant] = mapped_column(default=clock.now, index=True)

    lines: Mapped[list[CartLine]] = relationship(
        back_populates="cart", order_by="CartLine.id", cascade="all, delete-orphan"
    )


class CartLine(Model):
    """One option in a cart; `seen_price_won` is what the visitor saw when adding it."""

    __tablename__ = "cart_line"

    id: Mapped[Pk]
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"))
    option_id: Mapped[int] = mapped_column(ForeignKey("product_option.id"))
    quantity: Mapped[int]
    seen_price_won: Mapped[Won]

    cart: Mapped[Cart] = relationship(back_populates="lines")
    option: Mapped[ProductOption] = relationship()

    __table_args__ = (
        UniqueConstraint("cart_id", "option_id"),
        CheckConstraint("quantity BETWEEN 1 AND 9999", name="quantity_in_range"),
    )


class OrderStatus(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    AWAITING_APPROVAL = "awaiting_approval"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class OrderAct(StrEnum):
    PAY = "pay"
    APPROVE = "approve"
    REJECT = "reject"
    CANCEL = "cancel"
    EXPIRE = "expire"
    COMPLETE = "complete"
    REOPEN = "reopen"


ORDER_TRANSITIONS = Transitions(
    "order",
    {
        (OrderStatus.AWAITING_PAYMENT, OrderAct.PAY): OrderStatus.CONFIRMED,
        (OrderStatus.AWAITING_PAYMENT, OrderAct.CANCEL): OrderStatus.CANCELLED,
        (OrderStatus.AWAITING_PAYMENT, OrderAct.EXPIRE): OrderStatus.EXPIRED,
        (OrderStatus.AWAITING_APPROVAL, OrderAct.APPROVE): OrderStatus.CONFIRMED,
        (OrderStatus.AWAITING_APPROVAL, OrderAct.REJECT): OrderStatus.CANCELLED,
        (OrderStatus.AWAITING_APPROVAL, OrderAct.CANCEL): OrderStatus.CANCELLED,
        # A payment that arrives after its reservation ended may still find stock.
        (OrderStatus.EXPIRED, OrderAct.PAY): OrderStatus.CONFIRMED,
        (OrderStatus.CONFIRMED, OrderAct.CANCEL): OrderStatus.CANCELLED,
        (OrderStatus.CONFIRMED, OrderAct.COMPLETE): OrderStatus.COMPLETED,
        # What was written down as arrived has not come after all.
        (OrderStatus.COMPLETED, OrderAct.REOPEN): OrderStatus.CONFIRMED,
    },
)


class Channel(StrEnum):
    """Through which door an order came."""

    STORE = "store"
    PUBLIC = "public"


class PaymentTerms(StrEnum):
    PREPAID = "prepaid"
    PAY_LATER = "pay_later"


class Order(Model):
    """What one buyer ordered at once; `number` is read aloud, `access_token` opens it unsigned.

    `checkout_token` is made with the checkout page, so a double click finds the first order.
    `reserved_until` ends the hold on stock of an unpaid order (None: held until decided).
    `discount_won` (a coupon) and `points_won` are taken off the goods, never off delivery.
    """

    __tablename__ = "customer_order"

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(String(24), unique=True)
    access_token: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    checkout_token: Mapped[str] = mapped_column(String(40), unique=True)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    terms: Mapped[PaymentTerms] = mapped_column(enum_column(PaymentTerms))
    status: Mapped[OrderStatus] = mapped_column(enum_column(OrderStatus))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    buyer_name: Mapped[str] = mapped_column(String(80))
    buyer_email: Mapped[str] = mapped_column(String(254))
    buyer_phone: Mapped[str] = mapped_column(String(30))
    recipient_name: Mapped[str] = mapped_column(String(80))
    recipient_phone: Mapped[str] = mapped_column(String(30))
    postcode: Mapped[str] = mapped_column(String(5))
    address: Mapped[str] = mapped_column(String(200))
    address_detail: Mapped[str] = mapped_column(String(100), default="")
    delivery_note: Mapped[str] = mapped_column(String(200), default="")
    goods_won: Mapped[Won]
    delivery_won: Mapped[Won]
    discount_won: Mapped[Won] = mapped_column(default=0, server_default="0")
    points_won: Mapped[Won] = mapped_column(default=0, server_default="0")
    total_won: Mapped[Won]
    consents: Mapped[Document] = mapped_column(default=dict)
    reserved_until: Mapped[Instant | None]
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    confirmed_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(default=1)

    parcels: Mapped[list[Parcel]] = relationship(back_populates="order", order_by="Parcel.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's spelling
    __table_args__ = (
        CheckConstraint(
            "total_won = goods_won + delivery_won - discount_won - points_won",
            name="total_adds_up",
        ),
        CheckConstraint("discount_won >= 0 AND points_won >= 0", name="reductions_not_negative"),
        CheckConstraint("discount_won + points_won <= goods_won", name="reduced_within_goods"),
        Index(None, "account_id", "id"),
        Index(None, "status", "reserved_until"),
        Index(None, "buyer_email", "number"),
    )

    @property
    def address_line(self) -> str:
        """Where it goes, in one line; empty where nothing is sent."""
        place = f"{self.address} {self.address_detail}".strip()
        return f"({self.postcode}) {place}" if self.postcode else place


class ParcelStatus(StrEnum):
    WAITING = "waiting"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class ParcelAct(StrEnum):
    RELEASE = "release"
    SHIP = "ship"
    DELIVER = "deliver"
    PERFORM = "perform"
    MISS = "miss"
    ACCEPT = "accept"
    CANCEL = "cancel"


PARCEL_TRANSITIONS = Transitions(
    "parcel",
    {
        (ParcelStatus.WAITING, ParcelAct.RELEASE): ParcelStatus.PREPARING,
        (ParcelStatus.WAITING, ParcelAct.CANCEL): ParcelStatus.CANCELLED,
        (ParcelStatus.PREPARING, ParcelAct.SHIP): ParcelStatus.SHIPPED,
        (ParcelStatus.PREPARING, ParcelAct.CANCEL): ParcelStatus.CANCELLED,
        (ParcelStatus.SHIPPED, ParcelAct.DELIVER): ParcelStatus.DELIVERED,
        (ParcelStatus.DELIVERED, ParcelAct.MISS): ParcelStatus.SHIPPED,
        # Nothing travels: an experience that took place is had.
        (ParcelStatus.PREPARING, ParcelAct.PERFORM): ParcelStatus.DELIVERED,
        # An inspector may accept what stands before them though no carrier said so.
        (ParcelStatus.SHIPPED, ParcelAct.ACCEPT): ParcelStatus.ACCEPTED,
        (ParcelStatus.DELIVERED, ParcelAct.ACCEPT): ParcelStatus.ACCEPTED,
    },
)


class Parcel(ParcelBook, ArrivalBook, Model):
    """Everything of one order that one enterprise sends; `seller` is who they were that day.

    `delivery_change_won` is what taking parts off or sending them back added to the fee or
    took off it (a part cancelled below the free-delivery sum adds it, all sent back takes it).
    """

    __tablename__ = "parcel"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    order_id: Mapped[int] = mapped_column(ForeignKey("customer_order.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    status: Mapped[ParcelStatus] = mapped_column(
        enum_column(ParcelStatus), default=ParcelStatus.WAITING
    )
    goods_won: Mapped[Won]
    delivery_won: Mapped[Won]
    seller: Mapped[Document]
    carrier: Mapped[str] = mapped_column(String(20), default="")
    tracking_number: Mapped[str] = mapped_column(String(40), default="")
    shipped_at: Mapped[Instant | None]
    accepted_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(default=1)

    order: Mapped[Order] = relationship(back_populates="parcels")
    enterprise: Mapped[Enterprise] = relationship()
    lines: Mapped[list[OrderLine]] = relationship(back_populates="parcel", order_by="OrderLine.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's spelling
    __table_args__ = (
        UniqueConstraint("order_id", "enterprise_id"),
        CheckConstraint("delivery_won + delivery_change_won >= 0", name="delivery_not_negative"),
        Index(None, "enterprise_id", "status", "id"),
        Index(None, "status", "shipped_at"),
    )


class OrderLine(UnitBook, Model):
    """One option bought: names, price, tax and the seller's certifications as they were.

    `unit_price_won` and `gross_won` include VAT; net_won + vat_won = gross_won.
    `reduced_won` is this line's share of what a coupon and points took off the order.
    `certifications` is a list of {kind, name, number, issued_on, expires_on}.
    `agreed_line` counts the lines of an accepted quote from 1; 0 was bought at the list price.
    `refund_steps` is what the buyer of a dated experience was told of cancelling.
    """

    __tablename__ = "order_line"

    id: Mapped[Pk]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    option_id: Mapped[int] = mapped_column(ForeignKey("product_option.id"))
    product_name: Mapped[str] = mapped_column(String(120))
    option_name: Mapped[str] = mapped_column(String(80), default="")
    product_kind: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int]
    unit_price_won: Mapped[Won]
    vat_class: Mapped[VatClass] = mapped_column(enum_column(VatClass))
    net_won: Mapped[Won]
    vat_won: Mapped[Won]
    gross_won: Mapped[Won]
    reduced_won: Mapped[Won] = mapped_column(default=0, server_default="0")
    certifications: Mapped[Documents] = mapped_column(default=list)
    agreed_line: Mapped[int] = mapped_column(default=0, server_default="0")
    refund_steps: Mapped[Documents] = mapped_column(default=list, server_default="[]")
    withdrawal_limit: Mapped[WithdrawalLimit] = mapped_column(
        enum_column(WithdrawalLimit), default=WithdrawalLimit.NONE, server_default="none"
    )

    parcel: Mapped[Parcel] = relationship(back_populates="lines")

    __table_args__ = (
        UniqueConstraint("parcel_id", "option_id", "agreed_line"),
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("net_won + vat_won = gross_won", name="tax_adds_up"),
        CheckConstraint("gross_won = unit_price_won * quantity", name="price_adds_up"),
        CheckConstraint("reduced_won BETWEEN 0 AND gross_won", name="reduced_within_price"),
        *UNIT_CHECKS,
        Index(None, "product_id"),
    )

    @property
    def paid_won(self) -> int:
        """What the buyer paid for the line, VAT included."""
        return self.gross_won - self.reduced_won
