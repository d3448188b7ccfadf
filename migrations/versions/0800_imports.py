"""sheets brought into the ledger.

Revision: 0800, after 0400.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0800"
down_revision = "0400"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("signature", sa.String(length=40), nullable=False),
        sa.Column(
            "mapping", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_import_mapping_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint(
            "institution_id", "name", name=op.f("uq_import_mapping_institution_id_name")
        ),
    )
    with op.batch_alter_table("import_mapping", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_mapping_institution_id_signature_used_at"),
            ["institution_id", "signature", "used_at"],
            unique=False,
        )

    op.create_table(
        "department_alias",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("alias", sa.String(length=80), nullable=False),
        sa.Column(
            "department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_department_alias_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_department_alias_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_alias")),
        sa.UniqueConstraint(
            "institution_id", "alias", name=op.f("uq_department_alias_institution_id_alias")
        ),
    )
    op.create_table(
        "purchase_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column(
            "institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "unreadable",
                "read",
                "checking",
                "checked",
                "recording",
                "recorded",
                "undone",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("mapping_name", sa.String(length=60), nullable=False),
        sa.Column(
            "found", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "mapping", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "choices", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "report", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column(
            "rows_total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "rows_done", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "state <> 'undone' OR undo_reason <> ''",
            name=op.f("ck_purchase_import_undoing_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_purchase_import_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_purchase_import_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_purchase_import_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_purchase_import_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_purchase_import_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["account.id"], name=op.f("fk_purchase_import_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_purchase_import_public_id")),
    )
    with op.batch_alter_table("purchase_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_purchase_import_department_id_id"), ["department_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_purchase_import_institution_id_id"),
            ["institution_id", "id"],
            unique=False,
        )

    op.create_table(
        "imported_record",
        sa.Column(
            "record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sheet", sa.String(length=80), nullable=False),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["purchase_import.id"], name=op.f("fk_imported_record_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["purchase_record.id"], name=op.f("fk_imported_record_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_imported_record")),
        sa.UniqueConstraint(
            "import_id", "sheet", "row", name=op.f("uq_imported_record_import_id_sheet_row")
        ),
    )


def downgrade() -> None:
    op.drop_table("imported_record")
    with op.batch_alter_table("purchase_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_purchase_import_institution_id_id"))
        batch_op.drop_index(batch_op.f("ix_purchase_import_department_id_id"))

    op.drop_table("purchase_import")
    op.drop_table("department_alias")
    with op.batch_alter_table("import_mapping", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_mapping_institution_id_signature_used_at"))

    op.drop_table("import_mapping")
