"""What was published of a quota year, version by version: nothing that was public vanishes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Json, Pk, enum_column
from marketplace.procurement.models.institutions import Institution


class PublicationKind(StrEnum):
    """What a publication is about; `address` is its word in a web address."""

    PLAN = "plan"  # 구매계획
    QUARTER_PLAN = "quarter_plan"  # 분기별 세부 구매계획
    QUARTER_RESULTS = "quarter_results"  # 분기 구매실적
    RESULTS = "results"  # 연간 구매실적
    EVALUATION = "evaluation"  # 구매실적 평가

    @property
    def is_quarterly(self) -> bool:
        return self in (PublicationKind.QUARTER_PLAN, PublicationKind.QUARTER_RESULTS)

    @property
    def address(self) -> str:
        return self.value.replace("_", "-")


class Publication(Model):
    """One version of one publication: append-only, the highest version is the one in force.

    `content` is a snapshot that needs no other row to be read; `content_digest` is the SHA-256
    of its canonical JSON. `quarter` is 1–4 where a kind comes each quarter, else 0.
    """

    __tablename__ = "publication"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    kind: Mapped[PublicationKind] = mapped_column(enum_column(PublicationKind))
    quarter: Mapped[int] = mapped_column(default=0)
    version: Mapped[int]
    # Large, and a list of versions does not show it.
    content: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)
    content_digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500), default="")
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[Instant] = mapped_column(default=clock.now)

    institution: Mapped[Institution] = relationship()

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "kind", "quarter", "version"),
        Index(None, "published_at", "id"),
        Index(None, "institution_id", "published_at", "id"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("version = 1 OR reason <> ''", name="replacement_has_reason"),
        CheckConstraint(
            "(kind IN ('quarter_plan', 'quarter_results') AND quarter BETWEEN 1 AND 4)"
            " OR (kind NOT IN ('quarter_plan', 'quarter_results') AND quarter = 0)",
            name="quarter_fits_kind",
        ),
    )
