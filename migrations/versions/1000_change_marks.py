"""How often what the quota pages show has changed.

Revision ID: 1000
Revises: 0500
"""

import sqlalchemy as sa
from alembic import op

revision = "1000"
down_revision = "0500"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "change_mark",
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("institution_id", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_change_mark_institution_id"),
        ),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_change_mark")),
    )
    op.create_index(op.f("ix_change_mark_institution_id"), "change_mark", ["institution_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_change_mark_institution_id"), table_name="change_mark")
    op.drop_table("change_mark")
