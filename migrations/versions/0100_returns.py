"""what became of a line's units, requests to return and exchange, failed refunds answered.

Revision: 0100, after 0602.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

revision = "0100"
down_revision = "0602"
branch_labels = None
depends_on = None


def _limit(table: BatchOperations, name: str) -> None:
    table.add_column(
        sa.Column("withdrawal_limit", sa.String(24), server_default="none", nullable=False)
    )
    table.create_check_constraint(
        op.f(f"ck_{name}_withdrawallimit"),
        "withdrawal_limit IN ('none', 'perishable', 'custom_made')",
    )


def upgrade() -> None:
    op.create_table(
        "return_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=False),
        sa.Column(
            "parcel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "enterprise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "return",
                "exchange",
                name="returnkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "approved",
                "refused",
                "sent_back",
                "arrived",
                "disputed",
                "refunded",
                "replacement_sent",
                "done",
                "withdrawn",
                "rejected",
                name="returnstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "changed_mind",
                "wrong_choice",
                "different",
                "damaged",
                "wrong_item",
                "late",
                name="returnreason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.String(length=1000), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("seller_pays", sa.Boolean(), nullable=False),
        sa.Column("goods_won", sa.BigInteger(), nullable=False),
        sa.Column("delivery_back_won", sa.BigInteger(), nullable=False),
        sa.Column("delivery_kept_won", sa.BigInteger(), nullable=False),
        sa.Column("fee_won", sa.BigInteger(), nullable=False),
        sa.Column("deducted_won", sa.BigInteger(), nullable=False),
        sa.Column("refunded_won", sa.BigInteger(), nullable=False),
        sa.Column(
            "way_back",
            sa.Enum(
                "pickup",
                "self",
                name="wayback",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("pickup_name", sa.String(length=80), nullable=False),
        sa.Column("pickup_phone", sa.String(length=30), nullable=False),
        sa.Column("pickup_postcode", sa.String(length=5), nullable=False),
        sa.Column("pickup_address", sa.String(length=200), nullable=False),
        sa.Column("pickup_detail", sa.String(length=100), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("send_to", sa.String(length=300), nullable=False),
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("tracking_number", sa.String(length=40), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "resaleable",
                "not_resaleable",
                name="condition",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("condition_note", sa.String(length=500), nullable=False),
        sa.Column("replacement_carrier", sa.String(length=20), nullable=False),
        sa.Column("replacement_number", sa.String(length=40), nullable=False),
        sa.Column("objection", sa.String(length=1000), nullable=False),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "deducted_won BETWEEN 0 AND fee_won",
            name=op.f("ck_return_request_deducts_what_was_told"),
        ),
        sa.CheckConstraint(
            "goods_won >= 0 AND delivery_back_won >= 0 AND delivery_kept_won >= 0 AND fee_won >= 0",
            name=op.f("ck_return_request_amounts_not_negative"),
        ),
        sa.CheckConstraint(
            "refunded_won BETWEEN 0 AND goods_won + delivery_back_won",
            name=op.f("ck_return_request_refunds_what_came"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_return_request_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["parcel.id"], name=op.f("fk_return_request_parcel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_request")),
        sa.UniqueConstraint("form_token", name=op.f("uq_return_request_form_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_return_request_public_id")),
    )
    with op.batch_alter_table("return_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_request_enterprise_id_status_id"),
            ["enterprise_id", "status", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_return_request_parcel_id"), ["parcel_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_return_request_status_arrived_at"),
            ["status", "arrived_at"],
            unique=False,
        )

    op.create_table(
        "return_photo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "picture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("position BETWEEN 0 AND 4", name=op.f("ck_return_photo_five_at_most")),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_return_photo_picture_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["return_request.id"], name=op.f("fk_return_photo_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_photo")),
        sa.UniqueConstraint("picture_id", name=op.f("uq_return_photo_picture_id")),
        sa.UniqueConstraint(
            "request_id", "position", name=op.f("uq_return_photo_request_id_position")
        ),
    )
    op.create_table(
        "line_cancellation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worth_won", sa.BigInteger(), nullable=False),
        sa.Column(
            "by",
            sa.Enum(
                "buyer",
                "seller",
                name="canceller",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_line_cancellation_takes_something")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_line.id"], name=op.f("fk_line_cancellation_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_cancellation")),
    )
    with op.batch_alter_table("line_cancellation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_cancellation_line_id"), ["line_id"], unique=False)

    op.create_table(
        "return_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worth_won", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_return_line_quantity_positive")),
        sa.CheckConstraint("worth_won >= 0", name=op.f("ck_return_line_worth_not_negative")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_line.id"], name=op.f("fk_return_line_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["return_request.id"], name=op.f("fk_return_line_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_line")),
        sa.UniqueConstraint(
            "request_id", "line_id", name=op.f("uq_return_line_request_id_line_id")
        ),
    )
    with op.batch_alter_table("return_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_line_line_id"), ["line_id"], unique=False)

    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("return_fee_won", sa.BigInteger(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_enterprise_return_fee_not_negative"), "return_fee_won >= 0"
        )

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        _limit(batch_op, "order_line")
        batch_op.add_column(
            sa.Column(
                "cancelled_quantity",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("cancelled_won", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "claimed_quantity",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("claimed_won", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "returned_quantity",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("returned_won", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_order_line_units_within_bought"),
            "cancelled_quantity >= 0 AND claimed_quantity >= 0 AND returned_quantity >= 0"
            " AND cancelled_quantity + claimed_quantity + returned_quantity <= quantity",
        )
        batch_op.create_check_constraint(
            op.f("ck_order_line_given_back_within_paid"),
            "cancelled_won >= 0 AND claimed_won >= 0 AND returned_won >= 0"
            " AND cancelled_won + claimed_won + returned_won <= gross_won - reduced_won",
        )

    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("delivery_change_won", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_parcel_delivery_not_negative"), "delivery_won + delivery_change_won >= 0"
        )

    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("product", schema=None) as batch_op:
        _limit(batch_op, "product")

    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "retry_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("by_hand_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("by_hand_note", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("failure", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_refund_status_id"), ["status", "id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_refund_retry_of_id"), ["retry_of_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_refund_retry_of_id"), "refund", ["retry_of_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_refund_retry_of_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_refund_retry_of_id"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_refund_status_id"))
        batch_op.drop_column("failure")
        batch_op.drop_column("by_hand_note")
        batch_op.drop_column("by_hand_at")
        batch_op.drop_column("retry_of_id")

    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_product_withdrawallimit"), type_="check")
        batch_op.drop_column("withdrawal_limit")

    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_column("is_private")

    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_parcel_delivery_not_negative"), type_="check")
        batch_op.drop_column("delivery_change_won")

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_order_line_given_back_within_paid"), type_="check")
        batch_op.drop_constraint(op.f("ck_order_line_units_within_bought"), type_="check")
        batch_op.drop_constraint(op.f("ck_order_line_withdrawallimit"), type_="check")
        batch_op.drop_column("returned_won")
        batch_op.drop_column("returned_quantity")
        batch_op.drop_column("claimed_won")
        batch_op.drop_column("claimed_quantity")
        batch_op.drop_column("cancelled_won")
        batch_op.drop_column("cancelled_quantity")
        batch_op.drop_column("withdrawal_limit")

    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_enterprise_return_fee_not_negative"), type_="check")
        batch_op.drop_column("return_fee_won")

    with op.batch_alter_table("return_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_line_line_id"))

    op.drop_table("return_line")
    with op.batch_alter_table("line_cancellation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_cancellation_line_id"))

    op.drop_table("line_cancellation")
    op.drop_table("return_photo")
    with op.batch_alter_table("return_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_request_status_arrived_at"))
        batch_op.drop_index(batch_op.f("ix_return_request_parcel_id"))
        batch_op.drop_index(batch_op.f("ix_return_request_enterprise_id_status_id"))

    op.drop_table("return_request")
