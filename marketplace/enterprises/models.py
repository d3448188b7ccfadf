"""Sellers and what they are certified as."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, Won, enum_column
from marketplace.media.models import Picture, StoredFile


class Region(Model):
    """A city (`서울`) or a district in it (`서울 성북구`); code like `seoul-seongbuk`."""

    __tablename__ = "region"

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    name_en: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))


class EnterpriseStatus(StrEnum):
    WAITING = "waiting"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFERENCE = "reference"  # known from a public list; sells nothing here


class Enterprise(Model):
    """A social-economy enterprise; its designations are rows of Certification.

    `return_fee_won` is what one way back costs a buyer who changed their mind; None: as much
    as the delivery fee.
    """

    __tablename__ = "enterprise"

    id: Mapped[Pk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    representative: Mapped[str] = mapped_column(String(80), default="")
    business_number: Mapped[str | None] = mapped_column(String(10), unique=True)
    mail_order_number: Mapped[str] = mapped_column(String(40), default="")
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    business: Mapped[str] = mapped_column(String(200), default="")
    tagline: Mapped[str] = mapped_column(String(120), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[EnterpriseStatus] = mapped_column(
        enum_column(EnterpriseStatus), default=EnterpriseStatus.WAITING
    )
    delivery_fee_won: Mapped[Won] = mapped_column(default=0)
    free_delivery_from_won: Mapped[Won | None]
    return_fee_won: Mapped[Won | None]
    emblem_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    source: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    region: Mapped[Region] = relationship()
    emblem: Mapped[Picture | None] = relationship()
    certifications: Mapped[list[Certification]] = relationship(
        back_populates="enterprise", order_by="Certification.issued_on"
    )
    social_values: Mapped[list[SocialValueReport]] = relationship(
        order_by="SocialValueReport.year.desc()"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's spelling
    __table_args__ = (
        UniqueConstraint("name", "region_id"),
        CheckConstraint("delivery_fee_won >= 0", name="delivery_fee_not_negative"),
        CheckConstraint("return_fee_won >= 0", name="return_fee_not_negative"),
        CheckConstraint("length(business_number) = 10", name="business_number_digits"),
        Index(None, "region_id", "id"),
    )


class EnterpriseMember(Model):
    """A person who manages an enterprise's listings and parcels."""

    __tablename__ = "enterprise_member"

    id: Mapped[Pk]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    since: Mapped[Instant] = mapped_column(default=clock.now)
    ended_at: Mapped[Instant | None]

    __table_args__ = (UniqueConstraint("enterprise_id", "account_id"),)


class CertificationKind(Model):
    """A kind of designation; the list grows by rows, not by code (`certified_social`, …)."""

    __tablename__ = "certification_kind"

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    name_en: Mapped[str] = mapped_column(String(80))
    short_name: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)


class CertificationStatus(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVOKED = "revoked"


class Certification(Model):
    """One dated designation; whether it holds is computed for a day, never flipped by a job.

    `number` is the certificate's text as printed. `expires_on` is the last valid day.
    """

    __tablename__ = "certification"

    id: Mapped[Pk]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("certification_kind.id"))
    number: Mapped[str] = mapped_column(String(80), default="")
    issuer: Mapped[str] = mapped_column(String(120), default="")
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    status: Mapped[CertificationStatus] = mapped_column(
        enum_column(CertificationStatus), default=CertificationStatus.WAITING
    )
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Instant | None]
    decision_note: Mapped[str] = mapped_column(String(300), default="")
    revoked_on: Mapped[date | None]
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    enterprise: Mapped[Enterprise] = relationship(back_populates="certifications")
    kind: Mapped[CertificationKind] = relationship(lazy="joined", innerjoin=True)
    evidence: Mapped[StoredFile | None] = relationship()

    __table_args__ = (
        UniqueConstraint("enterprise_id", "kind_id", "issued_on", "number"),
        CheckConstraint("expires_on IS NULL OR expires_on >= issued_on", name="period_in_order"),
        Index(None, "status", "id"),
        Index(None, "expires_on"),
    )

    def holds_on(self, day: date) -> bool:
        """Approved, begun, not expired and not revoked on `day`."""
        return (
            self.status in (CertificationStatus.APPROVED, CertificationStatus.REVOKED)
            and self.issued_on <= day
            and (self.expires_on is None or day <= self.expires_on)
            and (self.revoked_on is None or day < self.revoked_on)
        )


class EmploymentRatioCertificate(Model):
    """취약계층 고용비율 확인서: dated, expiring on its own; ratio in basis points (3000 = 30%)."""

    __tablename__ = "employment_ratio_certificate"

    id: Mapped[Pk]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    ratio_basis_points: Mapped[int]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    status: Mapped[CertificationStatus] = mapped_column(
        enum_column(CertificationStatus), default=CertificationStatus.WAITING
    )
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Instant | None]
    decision_note: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    enterprise: Mapped[Enterprise] = relationship()
    evidence: Mapped[StoredFile | None] = relationship()

    __table_args__ = (
        CheckConstraint("ratio_basis_points BETWEEN 0 AND 10000", name="ratio_in_range"),
        CheckConstraint("expires_on IS NULL OR expires_on >= issued_on", name="period_in_order"),
        UniqueConstraint("enterprise_id", "issued_on"),
        Index(None, "status", "id"),
    )

    def holds_on(self, day: date) -> bool:
        """Approved, begun and not expired on `day`."""
        return (
            self.status is CertificationStatus.APPROVED
            and self.issued_on <= day
            and (self.expires_on is None or day <= self.expires_on)
        )


class SocialValueReport(Model):
    """What an enterprise declared for one year; None is *not stated*, never zero."""

    __tablename__ = "social_value_report"

    id: Mapped[Pk]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    year: Mapped[int]
    employees: Mapped[int | None]
    vulnerable_employees: Mapped[int | None]
    community_return_won: Mapped[Won | None]
    source: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (UniqueConstraint("enterprise_id", "year"),)
