"""what a coupon and points take off an order.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _won(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("customer_order") as order:
        order.add_column(_won("discount_won"))
        order.add_column(_won("points_won"))
        order.drop_constraint(op.f("ck_customer_order_total_adds_up"), type_="check")
        order.create_check_constraint(
            op.f("ck_customer_order_total_adds_up"),
            "total_won = goods_won + delivery_won - discount_won - points_won",
        )
        order.create_check_constraint(
            op.f("ck_customer_order_reductions_not_negative"),
            "discount_won >= 0 AND points_won >= 0",
        )
        order.create_check_constraint(
            op.f("ck_customer_order_reduced_within_goods"),
            "discount_won + points_won <= goods_won",
        )
    with op.batch_alter_table("order_line") as line:
        line.add_column(_won("reduced_won"))
        line.create_check_constraint(
            op.f("ck_order_line_reduced_within_price"), "reduced_won BETWEEN 0 AND gross_won"
        )


def downgrade() -> None:
    with op.batch_alter_table("order_line") as line:
        line.drop_constraint(op.f("ck_order_line_reduced_within_price"), type_="check")
        line.drop_column("reduced_won")
    with op.batch_alter_table("customer_order") as order:
        order.drop_constraint(op.f("ck_customer_order_reduced_within_goods"), type_="check")
        order.drop_constraint(op.f("ck_customer_order_reductions_not_negative"), type_="check")
        order.drop_constraint(op.f("ck_customer_order_total_adds_up"), type_="check")
        order.create_check_constraint(
            op.f("ck_customer_order_total_adds_up"), "total_won = goods_won + delivery_won"
        )
        order.drop_column("points_won")
        order.drop_column("discount_won")
