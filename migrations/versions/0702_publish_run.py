"""a year being published in the background.

Revision: 0702, after 0401.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0702"
down_revision = "0401"
branch_labels = None
depends_on = None


def _id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _kinds() -> sa.Enum:
    return sa.Enum(
        "plan",
        "quarter_plan",
        "quarter_results",
        "results",
        "evaluation",
        name="run_kind",
        native_enum=False,
        create_constraint=True,
        length=24,
    )


def _statuses() -> sa.Enum:
    return sa.Enum(
        "waiting",
        "running",
        "done",
        "stopped",
        "failed",
        name="runstatus",
        native_enum=False,
        create_constraint=True,
        length=24,
    )


def upgrade() -> None:
    op.create_table(
        "publish_run",
        sa.Column("id", _id(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("institution_id", _id(), nullable=False),
        sa.Column("year", _id(), nullable=False),
        sa.Column("kind", _kinds(), nullable=False),
        sa.Column("quarter", _id(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("seen_version", _id(), nullable=False),
        sa.Column("status", _statuses(), nullable=False),
        sa.Column("judged_count", _id(), nullable=False),
        sa.Column("total_count", _id(), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("publication_id", _id(), nullable=True),
        sa.Column("asked_by", _id(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(status = 'done') = (publication_id IS NOT NULL)",
            name=op.f("ck_publish_run_done_has_publication"),
        ),
        sa.CheckConstraint(
            "judged_count >= 0 AND total_count >= 0",
            name=op.f("ck_publish_run_counts_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_publish_run_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_publish_run_publication_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_publish_run_asked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publish_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_publish_run_public_id")),
    )
    op.create_index(
        "uq_publish_run_under_way",
        "publish_run",
        ["institution_id", "year", "kind", "quarter"],
        unique=True,
        sqlite_where=sa.text("status IN ('waiting', 'running')"),
        postgresql_where=sa.text("status IN ('waiting', 'running')"),
    )


def downgrade() -> None:
    op.drop_table("publish_run")
