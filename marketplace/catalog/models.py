"""Categories, products, options and warehouse stock."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.money import VatClass
from marketplace.core.types import Document, Instant, Labels, Pk, Won, enum_column
from marketplace.enterprises.models import Enterprise
from marketplace.media.models import Picture


class Category(Model):
    """Two levels: a top has no parent. `code` is kebab-case and stands in URLs."""

    __tablename__ = "category"

    id: Mapped[Pk]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    icon: Mapped[str] = mapped_column(String(40), default="package")
    notice_schema: Mapped[str] = mapped_column(String(40), default="general/1")
    position: Mapped[int] = mapped_column(default=0)

    parent: Mapped[Category | None] = relationship(remote_side="Category.id")


class ProductKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"
    EXPERIENCE = "experience"


class WithdrawalLimit(StrEnum):
    """Why a buyer may not simply change their mind (전자상거래법 제17조 제2항)."""

    NONE = "none"
    PERISHABLE = "perishable"  # 시간이 지나 다시 팔기 곤란한 것
    CUSTOM_MADE = "custom_made"  # 주문에 따라 따로 만드는 것


class ProductStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    SUSPENDED = "suspended"


class Product(Model):
    """One thing an enterprise sells. `price_won` includes VAT; None means quote only (견적).

    `rating_sum` and `rating_count` are the stars of its visible reviews, kept with each of them.
    """

    __tablename__ = "product"

    id: Mapped[Pk]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    name: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[ProductKind] = mapped_column(enum_column(ProductKind))
    status: Mapped[ProductStatus] = mapped_column(
        enum_column(ProductStatus), default=ProductStatus.DRAFT
    )
    price_won: Mapped[Won | None]
    vat_class: Mapped[VatClass] = mapped_column(enum_column(VatClass), default=VatClass.TAXABLE)
    unit: Mapped[str] = mapped_column(String(40), default="")
    origin: Mapped[str] = mapped_column(String(60), default="")
    lead_days: Mapped[int] = mapped_column(default=2)
    min_quantity: Mapped[int] = mapped_column(default=1)
    tags: Mapped[Labels] = mapped_column(default=list)
    notice: Mapped[Document] = mapped_column(default=dict)
    withdrawal_limit: Mapped[WithdrawalLimit] = mapped_column(
        enum_column(WithdrawalLimit), default=WithdrawalLimit.NONE, server_default="none"
    )
    sales_count: Mapped[int] = mapped_column(default=0)
    rating_sum: Mapped[int] = mapped_column(default=0, server_default="0")
    rating_count: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    published_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(default=1)

    enterprise: Mapped[Enterprise] = relationship()
    category: Mapped[Category] = relationship()
    options: Mapped[list[ProductOption]] = relationship(
        back_populates="product", order_by="ProductOption.position"
    )
    pictures: Mapped[list[ProductPicture]] = relationship(
        order_by="ProductPicture.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's spelling
    __table_args__ = (
        UniqueConstraint("enterprise_id", "name"),
        CheckConstraint("price_won IS NULL OR price_won >= 0", name="price_not_negative"),
        CheckConstraint("min_quantity >= 1", name="min_quantity_positive"),
        CheckConstraint(
            "rating_sum BETWEEN rating_count AND 5 * rating_count", name="rating_in_range"
        ),
        Index(None, "status", "published_at", "id"),
        Index(None, "category_id", "status", "id"),
        Index(None, "enterprise_id", "status", "id"),
    )

    @property
    def is_quote_only(self) -> bool:
        return self.price_won is None

    @property
    def is_on_sale(self) -> bool:
        return self.status is ProductStatus.PUBLISHED


class ProductOption(Model):
    """What is put in a cart; every product has at least one, the unnamed first."""

    __tablename__ = "product_option"

    id: Mapped[Pk]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    name: Mapped[str] = mapped_column(String(80), default="")
    price_delta_won: Mapped[Won] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    product: Mapped[Product] = relationship(back_populates="options")
    stock: Mapped[Stock | None] = relationship(back_populates="option")

    __table_args__ = (UniqueConstraint("product_id", "name"),)

    @property
    def price_won(self) -> int | None:
        """VAT-inclusive price of this option; None when the product is quote only."""
        base = self.product.price_won
        return None if base is None else base + self.price_delta_won


class Stock(Model):
    """Units of one option ready to sell; no row means the option is not counted (services).

    An order takes its units out of `available` at once, while it is still being paid;
    a release puts them back. Changed only by `UPDATE … WHERE available >= n`.
    """

    __tablename__ = "stock"

    option_id: Mapped[int] = mapped_column(ForeignKey("product_option.id"), primary_key=True)
    available: Mapped[int] = mapped_column(default=0)

    option: Mapped[ProductOption] = relationship(back_populates="stock")

    __table_args__ = (CheckConstraint("available >= 0", name="never_oversold"),)


class StockMoveKind(StrEnum):
    RECEIVED = "received"
    ORDERED = "ordered"
    RELEASED = "released"
    RETURNED = "returned"
    ADJUSTED = "adjusted"
    TO_OUTLET = "to_outlet"
    FROM_OUTLET = "from_outlet"


class StockMove(Model):
    """Append-only ledger of the warehouse: the sum of `quantity` is what is available."""

    __tablename__ = "stock_move"

    id: Mapped[Pk]
    option_id: Mapped[int] = mapped_column(ForeignKey("product_option.id"))
    kind: Mapped[StockMoveKind] = mapped_column(enum_column(StockMoveKind))
    quantity: Mapped[int]
    reference: Mapped[str] = mapped_column(String(60), default="")
    at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("quantity <> 0", name="moves_something"),
        Index(None, "option_id", "id"),
    )


class ProductPicture(Model):
    """A picture in a product's gallery; position 0 is the face of the listing."""

    __tablename__ = "product_picture"

    id: Mapped[Pk]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))
    position: Mapped[int] = mapped_column(default=0)

    picture: Mapped[Picture] = relationship()

    __table_args__ = (UniqueConstraint("product_id", "picture_id"),)


class Wish(Model):
    """A product a member wants to remember; wished for once."""

    __tablename__ = "wish"

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (UniqueConstraint("account_id", "product_id"),)
