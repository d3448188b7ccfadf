"""Shared brands, outlets with their placements, stock and sales, and exhibitions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalog.models import Product, ProductOption
from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Instant, Labels, Pk, Won, enum_column
from marketplace.enterprises.models import Enterprise, Region
from marketplace.media.models import Picture


class BrandOwner(StrEnum):
    COOPERATIVE = "cooperative"
    COMMITTEE = "committee"
    DISTRICT = "district"


class Brand(Model):
    """공동브랜드: a mark several enterprises sell under; `bodies` are its member bodies."""

    __tablename__ = "brand"

    id: Mapped[Pk]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    tagline: Mapped[str] = mapped_column(String(120), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    owner_kind: Mapped[BrandOwner] = mapped_column(enum_column(BrandOwner))
    owner_name: Mapped[str] = mapped_column(String(120))
    bodies: Mapped[Labels] = mapped_column(default=list)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    since: Mapped[date | None]

    picture: Mapped[Picture | None] = relationship()
    members: Mapped[list[BrandMember]] = relationship(order_by="BrandMember.id")
    products: Mapped[list[BrandProduct]] = relationship(back_populates="brand")


class BrandMember(Model):
    __tablename__ = "brand_member"

    id: Mapped[Pk]
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    since: Mapped[date]
    until: Mapped[date | None]

    enterprise: Mapped[Enterprise] = relationship()

    __table_args__ = (UniqueConstraint("brand_id", "enterprise_id", "since"),)


class BrandProductKind(StrEnum):
    OWN = "own"  # 독자상품
    PARTNER = "partner"  # 제휴상품


class BrandProductStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class BrandProductAct(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    PROPOSE = "propose"


BRAND_PRODUCT_TRANSITIONS = Transitions(
    "brand product",
    {
        (BrandProductStatus.PROPOSED, BrandProductAct.APPROVE): BrandProductStatus.APPROVED,
        (BrandProductStatus.PROPOSED, BrandProductAct.REJECT): BrandProductStatus.REJECTED,
        (BrandProductStatus.APPROVED, BrandProductAct.WITHDRAW): BrandProductStatus.WITHDRAWN,
        (BrandProductStatus.REJECTED, BrandProductAct.PROPOSE): BrandProductStatus.PROPOSED,
        (BrandProductStatus.WITHDRAWN, BrandProductAct.PROPOSE): BrandProductStatus.PROPOSED,
    },
)


class BrandProduct(Model):
    """A product under a brand with the decision and its reason; the maker stays the maker."""

    __tablename__ = "brand_product"

    id: Mapped[Pk]
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    kind: Mapped[BrandProductKind] = mapped_column(enum_column(BrandProductKind))
    status: Mapped[BrandProductStatus] = mapped_column(
        enum_column(BrandProductStatus), default=BrandProductStatus.PROPOSED
    )
    reason: Mapped[str] = mapped_column(String(300), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Instant | None]
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    brand: Mapped[Brand] = relationship(back_populates="products")
    product: Mapped[Product] = relationship()

    __table_args__ = (UniqueConstraint("brand_id", "product_id"),)


class Outlet(Model):
    """A shelf, corner or hall inside somebody else's place. Area in hundredths of a m².

    `kind` is the word the source uses (판매관, 숍인숍, 팝업, …): an open list.
    `stated_firms` and `stated_items` are what a document says, None when it is silent.
    """

    __tablename__ = "outlet"

    id: Mapped[Pk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(30))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    host: Mapped[str] = mapped_column(String(120), default="")
    operator: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    opening_hours: Mapped[str] = mapped_column(String(120), default="")
    area_hundredths_m2: Mapped[int | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    stated_firms: Mapped[int | None]
    stated_items: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(300), default="")

    region: Mapped[Region] = relationship()
    placements: Mapped[list[Placement]] = relationship(back_populates="outlet")

    __table_args__ = (
        UniqueConstraint("name", "region_id", "opened_on"),
        CheckConstraint(
            "closed_on IS NULL OR opened_on IS NULL OR closed_on >= opened_on",
            name="period_in_order",
        ),
    )


class PlacementTerms(StrEnum):
    CONSIGNMENT = "consignment"  # 위탁
    PURCHASE = "purchase"  # 사입


class Placement(Model):
    """One option in one outlet for a period; `on_hand` is the sum of its stock moves.

    `commission_basis_points`: 1500 = 15% of sales stays with the outlet.
    """

    __tablename__ = "placement"

    id: Mapped[Pk]
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlet.id"))
    option_id: Mapped[int] = mapped_column(ForeignKey("product_option.id"), index=True)
    terms: Mapped[PlacementTerms] = mapped_column(enum_column(PlacementTerms))
    commission_basis_points: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    on_hand: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    outlet: Mapped[Outlet] = relationship(back_populates="placements")
    option: Mapped[ProductOption] = relationship()

    __table_args__ = (
        UniqueConstraint("outlet_id", "option_id", "starts_on"),
        CheckConstraint("on_hand >= 0", name="never_oversold"),
        CheckConstraint("commission_basis_points BETWEEN 0 AND 10000", name="commission_range"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period_in_order"),
    )


class OutletMoveKind(StrEnum):
    MOVED_IN = "moved_in"
    SOLD = "sold"
    RETURNED = "returned"
    ADJUSTED = "adjusted"


class OutletStockMove(Model):
    """Append-only ledger of one placement's shelf; quantity is signed."""

    __tablename__ = "outlet_stock_move"

    id: Mapped[Pk]
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    kind: Mapped[OutletMoveKind] = mapped_column(enum_column(OutletMoveKind))
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("quantity <> 0", name="moves_something"),
        Index(None, "placement_id", "id"),
    )


class OutletSale(Model):
    """What one placement sold on one day as the host reports it; a day is reported once.

    `gross_won` includes VAT; `commission_won` was computed with the terms of that day.
    """

    __tablename__ = "outlet_sale"

    id: Mapped[Pk]
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    sold_on: Mapped[date]
    quantity: Mapped[int]
    gross_won: Mapped[Won]
    commission_won: Mapped[Won] = mapped_column(default=0)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)

    placement: Mapped[Placement] = relationship()

    __table_args__ = (
        UniqueConstraint("placement_id", "sold_on"),
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        Index(None, "sold_on"),
    )


class Exhibition(Model):
    """기획전: products shown together for a period, composed by the office."""

    __tablename__ = "exhibition"

    id: Mapped[Pk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    lead: Mapped[str] = mapped_column(String(300), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)

    picture: Mapped[Picture | None] = relationship()
    entries: Mapped[list[ExhibitionEntry]] = relationship(order_by="ExhibitionEntry.position")

    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="period_in_order"),)


class ExhibitionEntry(Model):
    __tablename__ = "exhibition_entry"

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    position: Mapped[int] = mapped_column(default=0)

    product: Mapped[Product] = relationship()

    __table_args__ = (UniqueConstraint("exhibition_id", "product_id"),)
