"""By whose word a parcel arrived, and when its buyer said that it had not.

Revision ID: 1120
Revises: 0410
"""

import sqlalchemy as sa
from alembic import op

revision = "1120"
down_revision = "0410"
branch_labels = None
depends_on = None

WORDS = ("buyer", "seller", "silence")


def upgrade() -> None:
    with op.batch_alter_table("parcel") as parcel:
        parcel.add_column(sa.Column("arrival_word", sa.String(length=24), nullable=True))
        parcel.add_column(sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True))
        parcel.create_check_constraint(
            op.f("ck_parcel_arrivalword"),
            sa.column("arrival_word").in_(WORDS),
        )
        parcel.create_index(op.f("ix_parcel_status_shipped_at"), ["status", "shipped_at"])


def downgrade() -> None:
    with op.batch_alter_table("parcel") as parcel:
        parcel.drop_index(op.f("ix_parcel_status_shipped_at"))
        parcel.drop_constraint(op.f("ck_parcel_arrivalword"), type_="check")
        parcel.drop_column("missed_at")
        parcel.drop_column("arrival_word")
