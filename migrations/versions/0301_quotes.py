"""asking for quotes: requests, inquiries, quotes in versions, words between both sides.

Revision: 0301, after 0202.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0301"
down_revision = "0202"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
At = sa.DateTime(timezone=True)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


VAT = ("taxable", "exempt", "zero")


def upgrade() -> None:
    op.create_table(
        "quote_request",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("form_token", sa.String(40), nullable=False),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("department_id", BigId, nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(30), nullable=False),
        sa.Column("organisation", sa.String(120), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("quantity", sa.String(60), nullable=False),
        sa.Column("needed_when", sa.String(80), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("budget_won", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("file_id", BigId, nullable=True),
        sa.Column("created_at", At, nullable=False),
        sa.CheckConstraint(
            "budget_won IS NULL OR budget_won >= 0", name=op.f("ck_quote_request_budget_not_negative")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_quote_request_account_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_quote_request_department_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_quote_request_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quote_request_public_id")),
        sa.UniqueConstraint("form_token", name=op.f("uq_quote_request_form_token")),
    )
    with op.batch_alter_table("quote_request") as table:
        table.create_index(op.f("ix_quote_request_department_id_id"), ["department_id", "id"])
        table.create_index(op.f("ix_quote_request_account_id_id"), ["account_id", "id"])
    op.create_table(
        "quote_inquiry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("request_id", BigId, nullable=False),
        sa.Column("enterprise_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column(
            "status",
            _enum("inquirystatus", "asked", "quoted", "refused", "accepted", "declined", "withdrawn"),
            nullable=False,
        ),
        sa.Column("current_version", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column(
            "outcome",
            _enum(
                "outcome",
                "accepted",
                "declined",
                "lapsed",
                "refused",
                "withdrawn",
                "lost_to_social",
                "lost_to_ordinary",
            ),
            nullable=True,
        ),
        sa.Column("outcome_won", sa.BigInteger(), nullable=True),
        sa.Column("created_at", At, nullable=False),
        sa.Column("answered_at", At, nullable=True),
        sa.Column("closed_at", At, nullable=True),
        sa.CheckConstraint(
            "outcome_won IS NULL OR outcome_won >= 0",
            name=op.f("ck_quote_inquiry_outcome_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["quote_request.id"], name=op.f("fk_quote_inquiry_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_quote_inquiry_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_quote_inquiry_product_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["customer_order.id"], name=op.f("fk_quote_inquiry_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_inquiry")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quote_inquiry_public_id")),
        sa.UniqueConstraint("number", name=op.f("uq_quote_inquiry_number")),
        sa.UniqueConstraint("order_id", name=op.f("uq_quote_inquiry_order_id")),
        sa.UniqueConstraint(
            "request_id", "enterprise_id", name=op.f("uq_quote_inquiry_request_id_enterprise_id")
        ),
    )
    with op.batch_alter_table("quote_inquiry") as table:
        table.create_index(
            op.f("ix_quote_inquiry_enterprise_id_status_id"), ["enterprise_id", "status", "id"]
        )
        table.create_index(
            "uq_quote_inquiry_accepted_once",
            ["request_id"],
            unique=True,
            sqlite_where=sa.text("status = 'accepted'"),
            postgresql_where=sa.text("status = 'accepted'"),
        )
    op.create_table(
        "quote",
        sa.Column("id", BigId, nullable=False),
        sa.Column("inquiry_id", BigId, nullable=False),
        sa.Column("version", BigId, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("net_won", sa.BigInteger(), nullable=False),
        sa.Column("vat_won", sa.BigInteger(), nullable=False),
        sa.Column("gross_won", sa.BigInteger(), nullable=False),
        sa.Column("file_id", BigId, nullable=True),
        sa.Column("written_by", BigId, nullable=True),
        sa.Column("written_at", At, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_quote_version_counts")),
        sa.CheckConstraint("net_won + vat_won = gross_won", name=op.f("ck_quote_tax_adds_up")),
        sa.CheckConstraint("gross_won >= 0", name=op.f("ck_quote_not_negative")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["quote_inquiry.id"], name=op.f("fk_quote_inquiry_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_quote_file_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_quote_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("inquiry_id", "version", name=op.f("uq_quote_inquiry_id_version")),
    )
    op.create_table(
        "quote_line",
        sa.Column("id", BigId, nullable=False),
        sa.Column("quote_id", BigId, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("quantity", BigId, nullable=False),
        sa.Column("unit_price_won", sa.BigInteger(), nullable=False),
        sa.Column("vat_class", _enum("vatclass", *VAT), nullable=False),
        sa.Column("net_won", sa.BigInteger(), nullable=False),
        sa.Column("vat_won", sa.BigInteger(), nullable=False),
        sa.Column("gross_won", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_quote_line_quantity_positive")),
        sa.CheckConstraint("net_won + vat_won = gross_won", name=op.f("ck_quote_line_tax_adds_up")),
        sa.CheckConstraint(
            "gross_won = unit_price_won * quantity", name=op.f("ck_quote_line_price_adds_up")
        ),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_line_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_line")),
    )
    with op.batch_alter_table("quote_line") as table:
        table.create_index(op.f("ix_quote_line_quote_id"), ["quote_id"])
    op.create_table(
        "quote_message",
        sa.Column("id", BigId, nullable=False),
        sa.Column("inquiry_id", BigId, nullable=False),
        sa.Column("is_from_seller", sa.Boolean(), nullable=False),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", At, nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["quote_inquiry.id"], name=op.f("fk_quote_message_inquiry_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_quote_message_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_message")),
    )
    with op.batch_alter_table("quote_message") as table:
        table.create_index(op.f("ix_quote_message_inquiry_id"), ["inquiry_id"])


def downgrade() -> None:
    for name in ("quote_message", "quote_line", "quote", "quote_inquiry", "quote_request"):
        op.drop_table(name)
