"""What is said after pressing a button that writes to many."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.procurement.reminding import Reminded


def said_of_reminders(done: Reminded) -> tuple[str, str]:
    """How many were written to, had been today, or have nobody; and in which tone."""
    text = _(
        "%(told)d곳에 보냈습니다. 오늘 이미 보낸 부서 %(before)d곳, 담당자 없는 부서 %(nobody)d곳.",
        told=done.told,
        before=done.told_before,
        nobody=done.nobody,
    )
    return str(text), "good" if done.told else "info"
