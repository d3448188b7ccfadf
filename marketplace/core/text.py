"""Sentences for people, raised deep inside and translated at the edge."""

from __future__ import annotations

from typing import Any


class T(str):
    """A Korean sentence with named values: `T("재고가 %(left)d개 남았어요.", left=3)`.

    It reads as the finished Korean sentence everywhere; the web layer translates `msgid` and
    puts `params` in. A str, so that domain code and logs need to know nothing of it.
    """

    __slots__ = ("msgid", "params")

    msgid: str
    params: dict[str, Any]

    def __new__(cls, msgid: str, **params: Any) -> T:
        text = super().__new__(cls, msgid % params if params else msgid)
        text.msgid = msgid
        text.params = params
        return text


def storable(said: str) -> str:
    """Words as both databases can keep them: NUL a space, half a character a question mark."""
    return said.replace("\x00", " ").encode("utf-8", "replace").decode()
