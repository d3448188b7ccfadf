"""Reviews of what was bought, with their pictures and what was reported of them."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Instant, Pk, enum_column, public_token
from marketplace.media.models import Picture
from marketplace.orders.models import OrderLine


class ReviewStatus(StrEnum):
    VISIBLE = "visible"
    HIDDEN = "hidden"
    ERASED = "erased"


class ReviewAct(StrEnum):
    HIDE = "hide"
    SHOW = "show"
    ERASE = "erase"


# A visible review that its author deletes is gone and may be written anew; a hidden one leaves
# its empty row behind, so that deleting is no way around a decision of the office.
REVIEW_TRANSITIONS = Transitions(
    "review",
    {
        (ReviewStatus.VISIBLE, ReviewAct.HIDE): ReviewStatus.HIDDEN,
        (ReviewStatus.HIDDEN, ReviewAct.SHOW): ReviewStatus.VISIBLE,
        (ReviewStatus.HIDDEN, ReviewAct.ERASE): ReviewStatus.ERASED,
    },
)


class Review(Model):
    """What the buyer of one order line says of it; the stars of visible ones are summed up
    on the product (catalog/ratings.py).

    `author_mask` is all that is kept of the name (김*솔), empty once the author has left.
    """

    __tablename__ = "review"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_mask: Mapped[str] = mapped_column(String(80), default="")
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[ReviewStatus] = mapped_column(
        enum_column(ReviewStatus), default=ReviewStatus.VISIBLE
    )
    hidden_reason: Mapped[str] = mapped_column(String(300), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[Instant | None]
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    edited_at: Mapped[Instant | None]

    line: Mapped[OrderLine] = relationship()
    product: Mapped[Product] = relationship()
    pictures: Mapped[list[ReviewPicture]] = relationship(
        order_by="ReviewPicture.id", cascade="all, delete-orphan"
    )
    reports: Mapped[list[ReviewReport]] = relationship(
        order_by="ReviewReport.id", cascade="all, delete-orphan"
    )

    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_in_range"),
        Index(None, "product_id", "status", "id"),
        Index(None, "product_id", "status", "stars", "id"),
        Index(None, "enterprise_id", "id"),
        Index(None, "account_id", "id"),
        Index(None, "status", "id"),
    )

    @property
    def is_visible(self) -> bool:
        return self.status is ReviewStatus.VISIBLE


class ReviewPicture(Model):
    """A picture in a review."""

    __tablename__ = "review_picture"

    id: Mapped[Pk]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))

    picture: Mapped[Picture] = relationship()

    __table_args__ = (UniqueConstraint("review_id", "picture_id"),)


class ReportReason(StrEnum):
    ABUSE = "abuse"
    ADVERTISING = "advertising"
    PERSONAL_DATA = "personal_data"
    UNTRUE = "untrue"
    OTHER = "other"


class ReviewReport(Model):
    """Somebody finds a review wrong; once a person.

    `reporter` names a member by account, a guest by a keyed digest of where they came from.
    `settled_at` is when the office looked at it.
    """

    __tablename__ = "review_report"

    id: Mapped[Pk]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    reporter: Mapped[str] = mapped_column(String(60))
    reason: Mapped[ReportReason] = mapped_column(enum_column(ReportReason))
    detail: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    settled_at: Mapped[Instant | None]

    __table_args__ = (
        UniqueConstraint("review_id", "reporter"),
        Index(None, "settled_at", "id"),
    )


class QuestionStatus(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"


class QuestionAct(StrEnum):
    ANSWER = "answer"


QUESTION_TRANSITIONS = Transitions(
    "question",
    {(QuestionStatus.WAITING, QuestionAct.ANSWER): QuestionStatus.ANSWERED},
)


class Question(Model):
    """What somebody wants to know of a product before or after buying it.

    `public_id` is made with the form, so that a double click asks once, and opens the question
    to whoever asked. The answer goes to `email`, empty once its owner has left.
    """

    __tablename__ = "question"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    author_mask: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    is_secret: Mapped[bool] = mapped_column(default=False)
    status: Mapped[QuestionStatus] = mapped_column(
        enum_column(QuestionStatus), default=QuestionStatus.WAITING
    )
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[Instant | None]
    hidden_at: Mapped[Instant | None]
    hidden_reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    product: Mapped[Product] = relationship()

    __table_args__ = (
        CheckConstraint("(status = 'answered') = (answer <> '')", name="answered_with_words"),
        Index(None, "product_id", "status", "id"),
        Index(None, "enterprise_id", "status", "id"),
        Index(None, "account_id", "id"),
        Index(None, "hidden_at", "id"),
    )

    @property
    def is_answered(self) -> bool:
        return self.status is QuestionStatus.ANSWERED


class SeenProduct(Model):
    """A product a member looked at; the latest twelve are kept."""

    __tablename__ = "seen_product"

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    seen_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("account_id", "product_id"),
        Index(None, "account_id", "seen_at"),
    )
