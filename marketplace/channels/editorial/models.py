"""The front page as data, and the calendar of markets."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Labels, Pk, enum_column
from marketplace.enterprises.models import Region
from marketplace.media.models import Picture


class HomePart(StrEnum):
    """The parts a front page is composed of, in their first order."""

    CATEGORIES = "categories"
    EXHIBITED = "exhibited"
    NEWEST = "newest"
    EXHIBITIONS = "exhibitions"
    STORIES = "stories"
    BRANDS = "brands"
    MARKETS = "markets"
    OUTLETS = "outlets"


class HomeSection(Model):
    """How one part stands on the front page; a part without a row stands in its first place.

    `picks` are slugs the office chose, in order; empty lets the part choose by its own rule.
    """

    __tablename__ = "home_section"

    id: Mapped[Pk]
    part: Mapped[HomePart] = mapped_column(enum_column(HomePart), unique=True)
    position: Mapped[int]
    is_shown: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str] = mapped_column(String(60), default="")
    picks: Mapped[Labels] = mapped_column(default=list)


class HeroSlide(Model):
    """The large picture on top for a period; of several, the first by position is shown.

    `target` is a path of ours. Without a running slide the first running exhibition stands there.
    """

    __tablename__ = "hero_slide"

    id: Mapped[Pk]
    title: Mapped[str] = mapped_column(String(60))
    lead: Mapped[str] = mapped_column(String(200), default="")
    label: Mapped[str] = mapped_column(String(30))
    target: Mapped[str] = mapped_column(String(200))
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    picture: Mapped[Picture | None] = relationship()

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period_in_order"),
        CheckConstraint("target LIKE '/%' AND target NOT LIKE '//%'", name="target_is_ours"),
        Index(None, "ends_on", "position"),
    )


class MarketKind(StrEnum):
    """What kind of day it is."""

    MARKET = "market"  # 장터
    FAIR = "fair"  # 박람회
    EXPERIENCE = "experience"  # 체험 행사
    LECTURE = "lecture"  # 설명회·교육


class MarketEvent(Model):
    """장터·박람회: a day or some days at a place; a cancelled one stays and says why."""

    __tablename__ = "market_event"

    id: Mapped[Pk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[MarketKind] = mapped_column(enum_column(MarketKind))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    place: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    host: Mapped[str] = mapped_column(String(120), default="")
    hours: Mapped[str] = mapped_column(String(80), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    cancelled_reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    region: Mapped[Region] = relationship()

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period_in_order"),
        Index(None, "ends_on", "starts_on", "id"),
    )

    @property
    def is_cancelled(self) -> bool:
        return bool(self.cancelled_reason)
