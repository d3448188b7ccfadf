"""Background work for other systems."""

from __future__ import annotations

from marketplace.core.database import transaction
from marketplace.core.jobs import job
from marketplace.procurement.exchange.answers import forget_answers
from marketplace.procurement.exchange.tokens import note_use


@job("tokens.note_use")
def note_token_use(token_id: int) -> None:
    """Remember when a token was last used."""
    with transaction():
        note_use(token_id)


@job("answers.forget", nightly_at=4)
def forget_old_answers() -> int:
    """Answers are kept for two days."""
    with transaction():
        return forget_answers()
