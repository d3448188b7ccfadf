"""coupons: terms, to whom they were given, and every use.

Revision: 0400, after 0600.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0400"
down_revision = "0600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coupon",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "open",
                "code",
                "given",
                name="couponaudience",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "paused",
                name="couponstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "won",
                "percent",
                name="discountkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("cap_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("min_goods_won", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "enterprise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "total_uses", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "uses_per_person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("is_combinable", sa.Boolean(), nullable=False),
        sa.Column("used", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'percent' OR amount <= 100", name=op.f("ck_coupon_percent_in_range")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_coupon_amount_positive")),
        sa.CheckConstraint("cap_won IS NULL OR cap_won > 0", name=op.f("ck_coupon_cap_positive")),
        sa.CheckConstraint("code = upper(code)", name=op.f("ck_coupon_code_upper")),
        sa.CheckConstraint("min_goods_won >= 0", name=op.f("ck_coupon_minimum_not_negative")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_coupon_period_in_order")),
        sa.CheckConstraint(
            "used >= 0 AND (total_uses IS NULL OR used <= total_uses)",
            name=op.f("ck_coupon_used_within_total"),
        ),
        sa.CheckConstraint("uses_per_person >= 1", name=op.f("ck_coupon_per_person_positive")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_coupon_created_by")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_coupon_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code", name=op.f("uq_coupon_code")),
    )
    op.create_index(
        op.f("ix_coupon_audience_status_ends_on"),
        "coupon",
        ["audience", "status", "ends_on"],
        unique=False,
    )
    op.create_index(op.f("ix_coupon_enterprise_id"), "coupon", ["enterprise_id"], unique=False)
    op.create_table(
        "coupon_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "coupon_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_coupon_grant_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_grant_coupon_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_grant")),
        sa.UniqueConstraint(
            "coupon_id", "account_id", name=op.f("uq_coupon_grant_coupon_id_account_id")
        ),
    )
    op.create_index(
        op.f("ix_coupon_grant_account_id"), "coupon_grant", ["account_id"], unique=False
    )
    op.create_table(
        "coupon_scope",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "coupon_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "enterprise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("brand_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "exhibition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "CASE WHEN enterprise_id IS NULL THEN 0 ELSE 1 END + CASE WHEN category_id IS NULL THEN 0 ELSE 1 END + CASE WHEN brand_id IS NULL THEN 0 ELSE 1 END + CASE WHEN exhibition_id IS NULL THEN 0 ELSE 1 END + CASE WHEN product_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_coupon_scope_one_target"),
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_coupon_scope_brand_id")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_coupon_scope_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_scope_coupon_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_coupon_scope_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_coupon_scope_exhibition_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_coupon_scope_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_scope")),
    )
    op.create_index(op.f("ix_coupon_scope_coupon_id"), "coupon_scope", ["coupon_id"], unique=False)
    op.create_table(
        "coupon_tally",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "coupon_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person", sa.String(length=254), nullable=False),
        sa.Column("used", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_coupon_tally_used_not_negative")),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_tally_coupon_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_tally")),
        sa.UniqueConstraint("coupon_id", "person", name=op.f("uq_coupon_tally_coupon_id_person")),
    )
    op.create_table(
        "coupon_use",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "coupon_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=254), nullable=False),
        sa.Column("payer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount_won", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "given_back",
                name="usestatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_won > 0", name=op.f("ck_coupon_use_amount_positive")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_use_coupon_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["customer_order.id"], name=op.f("fk_coupon_use_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["enterprise.id"], name=op.f("fk_coupon_use_payer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_use")),
        sa.UniqueConstraint("coupon_id", "order_id", name=op.f("uq_coupon_use_coupon_id_order_id")),
    )
    op.create_index(
        op.f("ix_coupon_use_coupon_id_id"), "coupon_use", ["coupon_id", "id"], unique=False
    )
    op.create_index(op.f("ix_coupon_use_order_id"), "coupon_use", ["order_id"], unique=False)
    op.create_table(
        "coupon_share",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("use_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount_won", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_won > 0", name=op.f("ck_coupon_share_amount_positive")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_coupon_share_order_line_id")
        ),
        sa.ForeignKeyConstraint(["use_id"], ["coupon_use.id"], name=op.f("fk_coupon_share_use_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_share")),
        sa.UniqueConstraint(
            "use_id", "order_line_id", name=op.f("uq_coupon_share_use_id_order_line_id")
        ),
    )
    op.create_index(
        op.f("ix_coupon_share_order_line_id"), "coupon_share", ["order_line_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("coupon_share")
    op.drop_table("coupon_use")
    op.drop_table("coupon_tally")
    op.drop_table("coupon_scope")
    op.drop_table("coupon_grant")
    op.drop_table("coupon")
