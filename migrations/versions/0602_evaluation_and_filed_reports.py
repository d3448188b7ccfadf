"""evaluation and filed reports.

Revision: 0602, after 0601.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0602"
down_revision = "0601"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation_scheme",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "criteria", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("small_below_won", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "version = 1 OR reason <> ''", name=op.f("ck_evaluation_scheme_change_has_reason")
        ),
        sa.CheckConstraint(
            "small_below_won >= 0", name=op.f("ck_evaluation_scheme_small_not_negative")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_evaluation_scheme_version_counts")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_evaluation_scheme_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["account.id"], name=op.f("fk_evaluation_scheme_set_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_scheme")),
        sa.UniqueConstraint(
            "institution_id",
            "year",
            "version",
            name=op.f("uq_evaluation_scheme_institution_id_year_version"),
        ),
    )
    op.create_table(
        "filed_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quarter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("filed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_filed_report_quarter_in_year")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_filed_report_version_counts")),
        sa.ForeignKeyConstraint(
            ["filed_by"], ["account.id"], name=op.f("fk_filed_report_filed_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_filed_report_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_report")),
        sa.UniqueConstraint(
            "institution_id",
            "year",
            "quarter",
            "version",
            name=op.f("uq_filed_report_institution_id_year_quarter_version"),
        ),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "scheme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column(
            "evaluated_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_evaluation_version_counts")),
        sa.ForeignKeyConstraint(
            ["evaluated_by"], ["account.id"], name=op.f("fk_evaluation_evaluated_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_evaluation_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["evaluation_scheme.id"], name=op.f("fk_evaluation_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint(
            "institution_id",
            "year",
            "version",
            name=op.f("uq_evaluation_institution_id_year_version"),
        ),
    )
    op.create_table(
        "year_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "not_measured",
                "programme_changed",
                name="markkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("marked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_reason = '')",
            name=op.f("ck_year_mark_lifted_with_reason"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_year_mark_mark_has_reason")),
        sa.CheckConstraint("month BETWEEN 0 AND 12", name=op.f("ck_year_mark_month_in_year")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_year_mark_department_id")
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["account.id"], name=op.f("fk_year_mark_lifted_by")),
        sa.ForeignKeyConstraint(["marked_by"], ["account.id"], name=op.f("fk_year_mark_marked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_mark")),
    )
    with op.batch_alter_table("year_mark") as table:
        table.create_index(
            "uq_year_mark_standing",
            ["department_id", "year", "month"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "year_award",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "evaluation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "grade",
            sa.Enum(
                "grand",
                "excellent",
                "encouragement",
                "special",
                name="awardgrade",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("giver", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("given_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "revoked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason = '')",
            name=op.f("ck_year_award_revoked_with_reason"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_year_award_award_has_reason")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_year_award_number_counts")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_year_award_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_year_award_evaluation_id")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_year_award_given_by")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_year_award_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by"], ["account.id"], name=op.f("fk_year_award_revoked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_award")),
        sa.UniqueConstraint(
            "institution_id",
            "year",
            "number",
            name=op.f("uq_year_award_institution_id_year_number"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_year_award_public_id")),
    )
    with op.batch_alter_table("year_award") as table:
        table.create_index(
            "uq_year_award_standing",
            ["department_id", "year"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("year_award") as table:
        table.drop_index(
            "uq_year_award_standing",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("year_award")
    with op.batch_alter_table("year_mark") as table:
        table.drop_index(
            "uq_year_mark_standing",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.drop_table("year_mark")
    op.drop_table("evaluation")
    op.drop_table("filed_report")
    op.drop_table("evaluation_scheme")
