"""Letters nobody owes: only to who asked for them, each with a link that stops them at one press.

What an order, a return or an account needs is owed and goes by `queue_letter`; everything else
goes by `queue_optional_letter` and is asked about twice, when queued and when sent. Who keeps
the answers (accounts) declares with `consents_to` how they are read.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from itsdangerous import BadSignature, URLSafeSerializer

from marketplace import config
from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.text import T
from marketplace.notify.models import Letter
from marketplace.notify.service import queue_letter

Answer = TypeVar("Answer", bound=Callable[[str], bool])


class Topic(StrEnum):
    """What optional letters are about; a person agrees to each topic by itself."""

    NEWS = "news"


ANSWERS: dict[Topic, Callable[[str], bool]] = {}


class StopLinkUnknown(NotFound):
    """The link was never ours."""

    def __init__(self) -> None:
        super().__init__(
            T("이 링크로는 메일을 멈출 수 없어요."),
            action=T("로그인한 뒤 ‘내 정보’에서 소식 메일을 꺼 주세요"),
        )


def consents_to(topic: Topic) -> Callable[[Answer], Answer]:
    """Declare the function that tells whether a mail address wants letters of a topic."""

    def declare(answer: Answer) -> Answer:
        ANSWERS[topic] = answer
        return answer

    return declare


def is_wanted(topic: str, recipient: str) -> bool:
    """Whether a letter may go: owed ones (no topic) always; raises KeyError if nobody can tell."""
    return not topic or ANSWERS[Topic(topic)](recipient)


def queue_optional_letter(
    topic: Topic,
    template: str,
    recipient: str,
    dedupe_key: str,
    *,
    locale: str = "ko",
    **context: Any,
) -> Letter | None:
    """Queue a letter of a topic; None, and nothing queued, for who does not want it."""
    if not is_wanted(topic, recipient):
        return None
    letter = queue_letter(template, recipient, dedupe_key, locale=locale, **context)
    letter.topic = topic.value
    db.session.flush()
    return letter


def stop_address(topic: str, recipient: str) -> str:
    """Where one press stops letters of a topic to a recipient; it never grows old."""
    token = _signer().dumps([topic, recipient])
    return f"{config.current().public_url}/letters/stop/{token}"


def read_stop_token(token: str) -> tuple[Topic, str]:
    """Topic and recipient of a stop link; raises StopLinkUnknown."""
    try:
        topic, recipient = _signer().loads(token[:1000])
        return Topic(topic), str(recipient)
    except (BadSignature, ValueError, TypeError):
        raise StopLinkUnknown from None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(config.current().secret_key, salt="notify.stop")
