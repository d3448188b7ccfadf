"""year survey and target versions.

Revision: 0600, after 0200.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0600"
down_revision = "0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "target_set",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("whole_won", sa.BigInteger(), nullable=False),
        sa.Column("required_won", sa.BigInteger(), nullable=True),
        sa.Column(
            "share_by",
            sa.Enum(
                "purchasable",
                "last_year",
                "mixed",
                "hand",
                name="shareby",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("way", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "targets", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_target_set_version_counts")),
        sa.CheckConstraint("whole_won >= 0", name=op.f("ck_target_set_whole_not_negative")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_target_set_institution_id")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_target_set_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_set")),
        sa.UniqueConstraint(
            "institution_id",
            "year",
            "version",
            name=op.f("uq_target_set_institution_id_year_version"),
        ),
    )
    op.create_table(
        "survey_answer_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purchasable_won", sa.BigInteger(), nullable=False),
        sa.Column(
            "by_kind", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "by_quarter", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("behalf_note", sa.String(length=300), nullable=False),
        sa.Column(
            "answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purchasable_won >= 0", name=op.f("ck_survey_answer_version_purchasable_not_negative")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_survey_answer_version_version_counts")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_survey_answer_version_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_survey_answer_version_department_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer_version")),
        sa.UniqueConstraint(
            "department_id",
            "year",
            "version",
            name=op.f("uq_survey_answer_version_department_id_year_version"),
        ),
    )
    op.create_table(
        "year_reminder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "survey",
                "answers",
                "targets",
                "results",
                "quarter_plan",
                "quarter_report",
                "award",
                name="yearstep",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("quarter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column(
            "letter_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sent_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("letter_count >= 1", name=op.f("ck_year_reminder_somebody_was_told")),
        sa.CheckConstraint(
            "quarter BETWEEN 0 AND 4", name=op.f("ck_year_reminder_quarter_in_year")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_year_reminder_department_id")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_year_reminder_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_reminder")),
        sa.UniqueConstraint(
            "department_id",
            "year",
            "step",
            "quarter",
            "sent_on",
            name=op.f("uq_year_reminder_department_id_year_step_quarter_sent_on"),
        ),
    )
    with op.batch_alter_table("survey_answer") as answer:
        answer.add_column(
            sa.Column(
                "by_kind",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default="{}",
                nullable=False,
            )
        )
        answer.add_column(
            sa.Column(
                "by_quarter",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default="{}",
                nullable=False,
            )
        )
        answer.add_column(
            sa.Column("behalf_note", sa.String(length=300), server_default="", nullable=False)
        )

    # What was answered so far is the first version of its department's answer.
    same = "department_id, year, purchasable_won, by_kind, by_quarter, note, behalf_note"
    op.execute(
        f"INSERT INTO survey_answer_version ({same}, version, answered_by, answered_at)"
        f" SELECT {same}, 1, answered_by, answered_at FROM survey_answer"
    )


def downgrade() -> None:
    with op.batch_alter_table("survey_answer") as answer:
        answer.drop_column("behalf_note")
        answer.drop_column("by_quarter")
        answer.drop_column("by_kind")

    op.drop_table("year_reminder")
    op.drop_table("survey_answer_version")
    op.drop_table("target_set")
