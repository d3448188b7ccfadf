"""what was published of a quota year, version by version.

Revision: 0700, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0700"
down_revision = "0002"
branch_labels = None
depends_on = None


def _id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", _id(), nullable=False),
        sa.Column("institution_id", _id(), nullable=False),
        sa.Column("year", _id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plan",
                "quarter_plan",
                "quarter_results",
                "results",
                "evaluation",
                name="publicationkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("quarter", _id(), nullable=False),
        sa.Column("version", _id(), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("published_by", _id(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_publication_version_counts")),
        sa.CheckConstraint(
            "version = 1 OR reason <> ''", name=op.f("ck_publication_replacement_has_reason")
        ),
        sa.CheckConstraint(
            "(kind IN ('quarter_plan', 'quarter_results') AND quarter BETWEEN 1 AND 4)"
            " OR (kind NOT IN ('quarter_plan', 'quarter_results') AND quarter = 0)",
            name=op.f("ck_publication_quarter_fits_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_publication_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_publication_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "institution_id",
            "year",
            "kind",
            "quarter",
            "version",
            name=op.f("uq_publication_institution_id_year_kind_quarter_version"),
        ),
    )
    with op.batch_alter_table("publication") as table:
        table.create_index(
            op.f("ix_publication_published_at_id"), ["published_at", "id"], unique=False
        )
        table.create_index(
            op.f("ix_publication_institution_id_published_at_id"),
            ["institution_id", "published_at", "id"],
            unique=False,
        )


def downgrade() -> None:
    op.drop_table("publication")
