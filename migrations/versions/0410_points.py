"""points: rules by day and the ledger.

Revision: 0410.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0410"
down_revision = "0802"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("earned", "spent", "returned", "expired", "taken_back")


def upgrade() -> None:
    op.create_table(
        "point_rule",
        sa.Column("id", BIG, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("rate", BIG, nullable=False),
        sa.Column("valid_months", BIG, nullable=False),
        sa.Column("min_use_won", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_by", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rate BETWEEN 0 AND 1000", name=op.f("ck_point_rule_rate_in_range")),
        sa.CheckConstraint(
            "valid_months BETWEEN 1 AND 60", name=op.f("ck_point_rule_months_in_range")
        ),
        sa.CheckConstraint(
            "min_use_won >= 0", name=op.f("ck_point_rule_minimum_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_point_rule_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_rule")),
    )
    op.create_index(op.f("ix_point_rule_from_day"), "point_rule", ["from_day"])
    op.create_table(
        "point_move",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="pointkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("won", sa.BigInteger(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("order_id", BIG, nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('earned', 'returned') AND won > 0 AND expires_on IS NOT NULL)"
            " OR (kind NOT IN ('earned', 'returned') AND won < 0)",
            name=op.f("ck_point_move_sign_of_kind"),
        ),
        sa.CheckConstraint(
            "remaining >= 0 AND remaining <= CASE WHEN won > 0 THEN won ELSE 0 END",
            name=op.f("ck_point_move_remaining_within"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_point_move_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["customer_order.id"], name=op.f("fk_point_move_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_move")),
        sa.UniqueConstraint("deed", name=op.f("uq_point_move_deed")),
    )
    op.create_index(op.f("ix_point_move_order_id"), "point_move", ["order_id"])
    op.create_index(op.f("ix_point_move_expires_on"), "point_move", ["expires_on"])
    op.create_index(op.f("ix_point_move_account_id_id"), "point_move", ["account_id", "id"])
    op.create_index(
        op.f("ix_point_move_account_id_expires_on"), "point_move", ["account_id", "expires_on"]
    )


def downgrade() -> None:
    op.drop_table("point_move")
    op.drop_table("point_rule")
