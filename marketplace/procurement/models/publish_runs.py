"""A year being judged and published in the background: how far it is, and how it ended."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Instant, Pk, enum_column, public_token
from marketplace.procurement.models.institutions import Institution
from marketplace.procurement.models.publications import Publication, PublicationKind


class RunStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class RunAct(StrEnum):
    BEGIN = "begin"
    FINISH = "finish"
    STOP = "stop"
    FAIL = "fail"


RUN_TRANSITIONS = Transitions(
    "publish run",
    {
        (RunStatus.WAITING, RunAct.BEGIN): RunStatus.RUNNING,
        (RunStatus.WAITING, RunAct.STOP): RunStatus.STOPPED,
        (RunStatus.WAITING, RunAct.FAIL): RunStatus.FAILED,
        (RunStatus.RUNNING, RunAct.FINISH): RunStatus.DONE,
        (RunStatus.RUNNING, RunAct.STOP): RunStatus.STOPPED,
        (RunStatus.RUNNING, RunAct.FAIL): RunStatus.FAILED,
    },
)
LIVE = (RunStatus.WAITING, RunStatus.RUNNING)


class PublishRun(Model):
    """One try to publish; of one publication only one is under way at a time.

    `changed_at` moves with every piece judged: a run that stands still was killed.
    """

    __tablename__ = "publish_run"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    kind: Mapped[PublicationKind] = mapped_column(enum_column(PublicationKind, check="run_kind"))
    quarter: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(500), default="")
    seen_version: Mapped[int]
    status: Mapped[RunStatus] = mapped_column(enum_column(RunStatus), default=RunStatus.WAITING)
    judged_count: Mapped[int] = mapped_column(default=0)
    total_count: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(300), default="")
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[Instant] = mapped_column(default=clock.now)
    changed_at: Mapped[Instant] = mapped_column(default=clock.now)

    institution: Mapped[Institution] = relationship()
    publication: Mapped[Publication | None] = relationship()

    __table_args__ = (
        Index(
            "uq_publish_run_under_way",
            "institution_id",
            "year",
            "kind",
            "quarter",
            unique=True,
            sqlite_where=text("status IN ('waiting', 'running')"),
            postgresql_where=text("status IN ('waiting', 'running')"),
        ),
        CheckConstraint(
            "(status = 'done') = (publication_id IS NOT NULL)", name="done_has_publication"
        ),
        CheckConstraint("judged_count >= 0 AND total_count >= 0", name="counts_not_negative"),
    )

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def permille(self) -> int:
        """How far it is, in thousandths."""
        if self.status is RunStatus.DONE:
            return 1_000
        return min(999, self.judged_count * 1_000 // self.total_count) if self.total_count else 0
