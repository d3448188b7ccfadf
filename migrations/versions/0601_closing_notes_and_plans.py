"""closing notes and plans.

Revision: 0601, after 1001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0601"
down_revision = "1001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quarter_plan_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quarter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "quarter BETWEEN 1 AND 4", name=op.f("ck_quarter_plan_call_quarter_in_year")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_quarter_plan_call_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_quarter_plan_call_opened_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_plan_call")),
        sa.UniqueConstraint(
            "institution_id",
            "year",
            "quarter",
            name=op.f("uq_quarter_plan_call_institution_id_year_quarter"),
        ),
    )
    op.create_table(
        "year_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "plan",
                "quarter_plan",
                "quarter_report",
                "evaluation",
                name="textsubject",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("quarter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quarter BETWEEN 0 AND 4", name=op.f("ck_year_text_quarter_in_year")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_year_text_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_year_text_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_text")),
        sa.UniqueConstraint(
            "institution_id",
            "year",
            "subject",
            "quarter",
            name=op.f("uq_year_text_institution_id_year_subject_quarter"),
        ),
    )
    op.create_table(
        "quarter_plan_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quarter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "lines", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("amount_won", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column(
            "submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "amount_won >= 0", name=op.f("ck_quarter_plan_version_amount_not_negative")
        ),
        sa.CheckConstraint(
            "quarter BETWEEN 1 AND 4", name=op.f("ck_quarter_plan_version_quarter_in_year")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_quarter_plan_version_version_counts")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_quarter_plan_version_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_quarter_plan_version_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_plan_version")),
        sa.UniqueConstraint(
            "department_id",
            "year",
            "quarter",
            "version",
            name=op.f("uq_quarter_plan_version_department_id_year_quarter_version"),
        ),
    )
    op.create_table(
        "announced_purchase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column(
            "department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("seller_name", sa.String(length=120), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("gross_won", sa.BigInteger(), nullable=False),
        sa.Column(
            "announced_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dropped_reason", sa.String(length=300), nullable=False),
        sa.Column(
            "settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (record_id IS NULL AND dropped_reason = '')",
            name=op.f("ck_announced_purchase_settled_by_record_or_reason"),
        ),
        sa.CheckConstraint("gross_won > 0", name=op.f("ck_announced_purchase_gross_positive")),
        sa.ForeignKeyConstraint(
            ["announced_by"], ["account.id"], name=op.f("fk_announced_purchase_announced_by")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_announced_purchase_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["purchase_record.id"], name=op.f("fk_announced_purchase_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["account.id"], name=op.f("fk_announced_purchase_settled_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announced_purchase")),
        sa.UniqueConstraint("public_id", name=op.f("uq_announced_purchase_public_id")),
        sa.UniqueConstraint("record_id", name=op.f("uq_announced_purchase_record_id")),
    )
    with op.batch_alter_table("announced_purchase") as closing:
        closing.create_index(
            closing.f("ix_announced_purchase_department_id_settled_at_bought_on"),
            ["department_id", "settled_at", "bought_on"],
            unique=False,
        )

    op.create_table(
        "duplicate_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "same",
                "two",
                name="duplicateverdict",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column(
            "decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_duplicate_decision_decision_has_reason")),
        sa.CheckConstraint(
            "first_id < second_id", name=op.f("ck_duplicate_decision_pair_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_duplicate_decision_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["purchase_record.id"], name=op.f("fk_duplicate_decision_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["purchase_record.id"], name=op.f("fk_duplicate_decision_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_decision")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_duplicate_decision_first_id_second_id")
        ),
    )
    with op.batch_alter_table("duplicate_decision") as closing:
        closing.create_index(
            closing.f("ix_duplicate_decision_second_id"), ["second_id"], unique=False
        )

    op.create_table(
        "record_explanation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column(
            "explained_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "words <> ''", name=op.f("ck_record_explanation_explanation_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["explained_by"], ["account.id"], name=op.f("fk_record_explanation_explained_by")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["purchase_record.id"], name=op.f("fk_record_explanation_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_explanation")),
        sa.UniqueConstraint(
            "record_id", "version", name=op.f("uq_record_explanation_record_id_version")
        ),
    )
    with op.batch_alter_table("month_closing") as closing:
        closing.add_column(
            sa.Column(
                "left_open",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default="{}",
                nullable=False,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("month_closing") as closing:
        closing.drop_column("left_open")

    op.drop_table("record_explanation")
    with op.batch_alter_table("duplicate_decision") as closing:
        closing.drop_index(closing.f("ix_duplicate_decision_second_id"))

    op.drop_table("duplicate_decision")
    with op.batch_alter_table("announced_purchase") as closing:
        closing.drop_index(closing.f("ix_announced_purchase_department_id_settled_at_bought_on"))

    op.drop_table("announced_purchase")
    op.drop_table("quarter_plan_version")
    op.drop_table("year_text")
    op.drop_table("quarter_plan_call")
