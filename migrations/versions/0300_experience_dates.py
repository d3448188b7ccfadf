"""dates of experiences, what they give back, how bookings end; lines at agreed prices.

Revision: 0300, after 1000.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from sqlalchemy.dialects import postgresql

revision = "0300"
down_revision = "1000"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "experience_session",
        sa.Column("id", BigId, nullable=False),
        sa.Column("option_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("meeting_note", sa.String(300), nullable=False),
        sa.Column("series", sa.String(22), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_experience_session_ends_after_start")),
        sa.CheckConstraint(
            "closes_at <= starts_at", name=op.f("ck_experience_session_closes_before_start")
        ),
        sa.ForeignKeyConstraint(
            ["option_id"], ["product_option.id"], name=op.f("fk_experience_session_option_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_experience_session_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience_session")),
        sa.UniqueConstraint("option_id", name=op.f("uq_experience_session_option_id")),
    )
    with op.batch_alter_table("experience_session") as table:
        table.create_index(
            op.f("ix_experience_session_product_id_starts_at"), ["product_id", "starts_at"], unique=False
        )
        table.create_index(op.f("ix_experience_session_starts_at_id"), ["starts_at", "id"], unique=False)
    op.create_table(
        "booking_terms",
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("refund_steps", Json, nullable=False),
        sa.Column("most_seats", BigId, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "most_seats IS NULL OR most_seats >= 1", name=op.f("ck_booking_terms_most_seats")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_booking_terms_product_id")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_booking_terms")),
    )
    op.create_table(
        "booking_outcome",
        sa.Column("order_line_id", BigId, nullable=False),
        sa.Column("how", sa.String(24), nullable=False),
        sa.Column("refund_won", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "how IN ('attended', 'absent', 'buyer_cancelled', 'seller_cancelled')",
            name=op.f("ck_booking_outcome_bookingend"),
        ),
        sa.CheckConstraint("refund_won >= 0", name=op.f("ck_booking_outcome_refund_not_negative")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_booking_outcome_order_line_id")
        ),
        sa.PrimaryKeyConstraint("order_line_id", name=op.f("pk_booking_outcome")),
    )
    with op.batch_alter_table("order_line") as line:
        line.add_column(sa.Column("agreed_line", BigId, server_default="0", nullable=False))
        line.add_column(sa.Column("refund_steps", Json, server_default="[]", nullable=False))
        line.drop_constraint(op.f("uq_order_line_parcel_id_option_id"), type_="unique")
        line.create_unique_constraint(
            op.f("uq_order_line_parcel_id_option_id_agreed_line"),
            ["parcel_id", "option_id", "agreed_line"],
        )


def downgrade() -> None:
    with op.batch_alter_table("order_line") as line:
        line.drop_constraint(op.f("uq_order_line_parcel_id_option_id_agreed_line"), type_="unique")
        line.create_unique_constraint(
            op.f("uq_order_line_parcel_id_option_id"), ["parcel_id", "option_id"]
        )
        line.drop_column("refund_steps")
        line.drop_column("agreed_line")
    op.drop_table("booking_outcome")
    op.drop_table("booking_terms")
    op.drop_table("experience_session")
