"""Widgets that other sites of an institution may show.

Revision ID: 1001
Revises: 0201
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1001"
down_revision = "0201"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "widget",
        sa.Column("id", BIG, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("institution_id", BIG, nullable=False),
        sa.Column("department_id", BIG, nullable=True),
        sa.Column(
            "origins", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("created_by", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_widget_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_widget_department_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_widget_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_widget")),
        sa.UniqueConstraint("token", name=op.f("uq_widget_token")),
    )
    op.create_index(op.f("ix_widget_institution_id"), "widget", ["institution_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_widget_institution_id"), table_name="widget")
    op.drop_table("widget")
