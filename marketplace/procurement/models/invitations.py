"""Somebody asked by mail to serve in a department; the link in the letter is the credential."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.permissions import DepartmentRole
from marketplace.core.types import Instant, Pk, enum_column, public_token
from marketplace.procurement.models.institutions import Department

STANDING = "accepted_at IS NULL AND revoked_at IS NULL"


class Invitation(Model):
    """A role offered to a mail address until `expires_at`; of its secret only a digest is kept.

    Sent again it carries a new secret, and the link of the earlier letter is over.
    """

    __tablename__ = "invitation"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[DepartmentRole] = mapped_column(enum_column(DepartmentRole))
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    sent_count: Mapped[int] = mapped_column(default=1)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[Instant] = mapped_column(default=clock.now)
    expires_at: Mapped[Instant]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[Instant | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[Instant | None]

    department: Mapped[Department] = relationship()

    __table_args__ = (
        Index(
            "uq_invitation_standing",
            "department_id",
            "email",
            "role",
            unique=True,
            sqlite_where=text(STANDING),
            postgresql_where=text(STANDING),
        ),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name="ends_one_way"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted_by_one"),
        CheckConstraint("sent_count >= 1", name="sent_counts"),
    )

    def is_over(self, now: datetime) -> bool:
        """Whether its days have passed."""
        return now >= self.expires_at
