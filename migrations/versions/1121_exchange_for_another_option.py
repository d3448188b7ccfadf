"""What an exchange should bring: another option of the same product.

Revision ID: 1121
Revises: 1120
"""

import sqlalchemy as sa
from alembic import op

revision = "1121"
down_revision = "1120"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("return_line") as line:
        line.add_column(sa.Column("wanted_option_id", BIG, nullable=True))
        line.add_column(
            sa.Column("wanted_option_name", sa.String(length=80), server_default="", nullable=False)
        )
        line.create_foreign_key(
            op.f("fk_return_line_wanted_option_id"), "product_option", ["wanted_option_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("return_line") as line:
        line.drop_constraint(op.f("fk_return_line_wanted_option_id"), type_="foreignkey")
        line.drop_column("wanted_option_name")
        line.drop_column("wanted_option_id")
