"""questions to sellers, and what members looked at.

Revision: 0201, after 0701.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0201"
down_revision = "0701"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("enterprise_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("author_mask", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                *("waiting", "answered"),
                name="questionstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", Instant, nullable=True),
        sa.Column("hidden_at", Instant, nullable=True),
        sa.Column("hidden_reason", sa.String(300), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.CheckConstraint(
            "(status = 'answered') = (answer <> '')", name=op.f("ck_question_answered_with_words")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_question_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_question_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_question_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_public_id")),
    )
    for columns in (
        ["product_id", "status", "id"],
        ["enterprise_id", "status", "id"],
        ["account_id", "id"],
        ["hidden_at", "id"],
    ):
        op.create_index(op.f(f"ix_question_{'_'.join(columns)}"), "question", columns)
    op.create_table(
        "seen_product",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_seen_product_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_seen_product_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_product")),
        sa.UniqueConstraint(
            "account_id", "product_id", name=op.f("uq_seen_product_account_id_product_id")
        ),
    )
    op.create_index(
        op.f("ix_seen_product_account_id_seen_at"), "seen_product", ["account_id", "seen_at"]
    )


def downgrade() -> None:
    op.drop_table("seen_product")
    op.drop_table("question")
