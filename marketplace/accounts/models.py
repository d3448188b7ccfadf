"""People who sign in, and what they agreed to."""

from __future__ import annotations

from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, enum_column


class Account(UserMixin, Model):
    """One person; what they may do comes from memberships elsewhere, never from a flag here.

    `session_stamp` changes with the password, so that sessions elsewhere end.
    """

    __tablename__ = "account"

    id: Mapped[Pk]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    session_stamp: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(30), default="")
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    confirmed_at: Mapped[Instant | None]
    disabled_at: Mapped[Instant | None]

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    @property
    def is_active(self) -> bool:
        """Flask-Login's word for: may sign in."""
        return self.disabled_at is None

    def get_id(self) -> str:
        """Flask-Login's name of a session: it dies with the password it was opened with."""
        return f"{self.id}:{self.session_stamp}"


class OfficeRole(StrEnum):
    STAFF = "staff"
    MANAGER = "manager"


class OfficeMember(Model):
    """A person of the support centre, for as long as `ended_at` is empty."""

    __tablename__ = "office_member"

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    role: Mapped[OfficeRole] = mapped_column(enum_column(OfficeRole))
    since: Mapped[Instant] = mapped_column(default=clock.now)
    ended_at: Mapped[Instant | None]


class ConsentKind(StrEnum):
    TERMS = "terms"
    PRIVACY = "privacy"
    THIRD_PARTY = "third_party"
    MARKETING_MAIL = "marketing_mail"


class Consent(Model):
    """One yes or no to one version of one text; the newest row of a kind is in force."""

    __tablename__ = "consent"

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[ConsentKind] = mapped_column(enum_column(ConsentKind))
    text_version: Mapped[str] = mapped_column(String(20))
    agreed: Mapped[bool]
    at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (Index(None, "account_id", "kind", "id"),)


class Address(Model):
    """A place a member has things sent to; at most one of an account is the usual one."""

    __tablename__ = "address"

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str] = mapped_column(String(40), default="")
    recipient_name: Mapped[str] = mapped_column(String(80))
    recipient_phone: Mapped[str] = mapped_column(String(30))
    postcode: Mapped[str] = mapped_column(String(5))
    address: Mapped[str] = mapped_column(String(200))
    address_detail: Mapped[str] = mapped_column(String(100), default="")
    is_usual: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("length(postcode) = 5", name="postcode_digits"),
        Index(
            "uq_address_usual_once",
            "account_id",
            unique=True,
            sqlite_where=text("is_usual"),
            postgresql_where=text("is_usual"),
        ),
    )
