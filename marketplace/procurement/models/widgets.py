"""A small picture of a year that other sites of the institution may show."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Labels, Pk, public_token
from marketplace.procurement.models.institutions import Department, Institution


class Widget(Model):
    """What is shown (a department, or the whole institution) and which origins may frame it.

    `token` is its address and its only secret; a withdrawn one is not found again.
    """

    __tablename__ = "widget"

    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: public_token(32))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    origins: Mapped[Labels] = mapped_column(default=list)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[Instant | None]

    institution: Mapped[Institution] = relationship()
    department: Mapped[Department | None] = relationship()
