"""Public bodies, their department tree and who serves in it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.database import Model
from marketplace.core.permissions import DepartmentRole
from marketplace.core.types import Pk, enum_column
from marketplace.enterprises.models import Region


class InstitutionKind(StrEnum):
    DISTRICT = "district"  # 자치구
    CITY = "city"  # 시
    EDUCATION_OFFICE = "education_office"  # 교육청
    SCHOOL = "school"  # 학교
    INVESTED = "invested"  # 투자·출연기관
    RELATED = "related"  # 유관기관
    CONTRACTED = "contracted"  # 민간수탁기관
    PUBLIC_CORPORATION = "public_corporation"  # 공기업·준정부기관


class Institution(Model):
    """A public body with a quota of its own; `parent_id` names the body it is reported beside."""

    __tablename__ = "institution"

    id: Mapped[Pk]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    kind: Mapped[InstitutionKind] = mapped_column(enum_column(InstitutionKind))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    business_number: Mapped[str | None] = mapped_column(String(10))

    region: Mapped[Region | None] = relationship()


class DepartmentKind(StrEnum):
    BUREAU = "bureau"  # 국
    DIVISION = "division"  # 과
    TEAM = "team"  # 팀
    DONG_OFFICE = "dong_office"  # 동 주민센터


class Department(Model):
    """Where a purchase is counted; `path` ('12/40/') names its ancestors for subtree reads.

    The address is where deliveries go unless a request says otherwise.
    """

    __tablename__ = "department"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    kind: Mapped[DepartmentKind] = mapped_column(enum_column(DepartmentKind))
    path: Mapped[str] = mapped_column(String(200), default="")
    coordinates: Mapped[bool] = mapped_column(default=False)
    reports: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]
    postcode: Mapped[str] = mapped_column(String(5), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    address_detail: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")

    institution: Mapped[Institution] = relationship()

    __table_args__ = (
        UniqueConstraint("institution_id", "code"),
        Index(None, "institution_id", "position", "id"),
        Index(None, "path"),
    )


class Membership(Model):
    """One person's role in one department for a period: people rotate, records stay."""

    __tablename__ = "membership"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[DepartmentRole] = mapped_column(enum_column(DepartmentRole))
    since: Mapped[date]
    until: Mapped[date | None]

    department: Mapped[Department] = relationship()

    __table_args__ = (
        UniqueConstraint("department_id", "account_id", "role", "since"),
        CheckConstraint("until IS NULL OR until >= since", name="period_in_order"),
    )

    @classmethod
    def serves_on(cls, day: ColumnElement[date]) -> ColumnElement[bool]:
        """Whether the role is held on `day`, both ends of the period included."""
        return (cls.since <= day) & or_(cls.until.is_(None), cls.until >= day)
