"""why a printed year states no actual, where the document says so.

Revision: 0701, after 0300.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0701"
down_revision = "0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    absence = sa.Enum(
        "not_measured",
        "programme_changed",
        name="absence",
        native_enum=False,
        create_constraint=True,
        length=24,
    )
    with op.batch_alter_table("published_figure") as figure:
        figure.add_column(sa.Column("absence", absence, nullable=True))
        figure.create_check_constraint(
            op.f("ck_published_figure_absent_has_no_amount"),
            "absence IS NULL OR actual_won IS NULL",
        )
    op.create_index(
        op.f("ix_purchase_record_department_id_counted_on_id"),
        "purchase_record",
        ["department_id", "counted_on", "id"],
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_purchase_record_department_id_counted_on_id"), table_name="purchase_record"
    )
    with op.batch_alter_table("published_figure") as figure:
        figure.drop_constraint(
            op.f("ck_published_figure_absent_has_no_amount"), type_="check"
        )
        figure.drop_constraint(op.f("ck_published_figure_absence"), type_="check")
        figure.drop_column("absence")
