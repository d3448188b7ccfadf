"""Approved purchase files of which nothing comes end with a reason.

Revision ID: 1122
Revises: 1121
"""

import sqlalchemy as sa
from alembic import op

revision = "1122"
down_revision = "1121"
branch_labels = None
depends_on = None

CHECK = "ck_purchase_file_purchasefilestatus"
BEFORE = ("submitted", "approved", "rejected", "withdrawn", "accepted")
AFTER = (*BEFORE, "called_off")


def upgrade() -> None:
    with op.batch_alter_table("purchase_file") as file:
        file.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        file.add_column(
            sa.Column("end_reason", sa.String(length=300), server_default="", nullable=False)
        )
        file.drop_constraint(op.f(CHECK), type_="check")
        file.create_check_constraint(op.f(CHECK), sa.column("status").in_(AFTER))


def downgrade() -> None:
    op.execute("UPDATE purchase_file SET status = 'rejected' WHERE status = 'called_off'")
    with op.batch_alter_table("purchase_file") as file:
        file.drop_constraint(op.f(CHECK), type_="check")
        file.create_check_constraint(op.f(CHECK), sa.column("status").in_(BEFORE))
        file.drop_column("end_reason")
        file.drop_column("ended_at")
