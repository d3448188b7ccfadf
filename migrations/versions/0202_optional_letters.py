"""letters nobody owes have a topic, and are withheld from who does not want it.

Revision: 0202, after 0702.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0202"
down_revision = "0702"
branch_labels = None
depends_on = None

BEFORE = ("queued", "sending", "sent", "failed")
NOW = (*BEFORE, "withheld")


def _allow(states: tuple[str, ...]) -> None:
    said = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("letter") as letter:
        letter.drop_constraint(op.f("ck_letter_letterstatus"), type_="check")
        letter.create_check_constraint(op.f("ck_letter_letterstatus"), f"status IN ({said})")


def upgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("topic", sa.String(24), server_default="", nullable=False))
    _allow(NOW)


def downgrade() -> None:
    op.execute("UPDATE letter SET status = 'failed' WHERE status = 'withheld'")
    _allow(BEFORE)
    with op.batch_alter_table("letter") as letter:
        letter.drop_column("topic")
