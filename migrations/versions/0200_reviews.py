"""reviews of what was bought, and their stars on the product.

Revision: 0200, after 0700.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0200"
down_revision = "0700"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("product") as product:
        product.add_column(sa.Column("rating_sum", BigId, server_default="0", nullable=False))
        product.add_column(sa.Column("rating_count", BigId, server_default="0", nullable=False))
        product.create_check_constraint(
            op.f("ck_product_rating_in_range"),
            "rating_sum BETWEEN rating_count AND 5 * rating_count",
        )
    op.create_table(
        "review",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("order_line_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("enterprise_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("author_mask", sa.String(80), nullable=False),
        sa.Column("stars", BigId, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                *("visible", "hidden", "erased"),
                name="reviewstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("hidden_reason", sa.String(300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", Instant, nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("edited_at", Instant, nullable=True),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_review_stars_in_range")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_review_order_line_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_review_product_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_review_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_public_id")),
        sa.UniqueConstraint("order_line_id", name=op.f("uq_review_order_line_id")),
    )
    for columns in (
        ["product_id", "status", "id"],
        ["product_id", "status", "stars", "id"],
        ["enterprise_id", "id"],
        ["account_id", "id"],
        ["status", "id"],
    ):
        op.create_index(op.f(f"ix_review_{'_'.join(columns)}"), "review", columns)
    op.create_table(
        "review_picture",
        sa.Column("id", BigId, nullable=False),
        sa.Column("review_id", BigId, nullable=False),
        sa.Column("picture_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["review.id"],
            name=op.f("fk_review_picture_review_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_review_picture_picture_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_picture")),
        sa.UniqueConstraint(
            "review_id", "picture_id", name=op.f("uq_review_picture_review_id_picture_id")
        ),
    )
    op.create_table(
        "review_report",
        sa.Column("id", BigId, nullable=False),
        sa.Column("review_id", BigId, nullable=False),
        sa.Column("reporter", sa.String(60), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                *("abuse", "advertising", "personal_data", "untrue", "other"),
                name="reportreason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.String(300), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("settled_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["review.id"],
            name=op.f("fk_review_report_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_report")),
        sa.UniqueConstraint(
            "review_id", "reporter", name=op.f("uq_review_report_review_id_reporter")
        ),
    )
    op.create_index(
        op.f("ix_review_report_settled_at_id"), "review_report", ["settled_at", "id"]
    )


def downgrade() -> None:
    op.drop_table("review_report")
    op.drop_table("review_picture")
    op.drop_table("review")
    with op.batch_alter_table("product") as product:
        product.drop_constraint(op.f("ck_product_rating_in_range"), type_="check")
        product.drop_column("rating_count")
        product.drop_column("rating_sum")
