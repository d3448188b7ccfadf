"""Visitors with a browser's habits (cookies, forms, tokens) who all press at the same moment."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import TypeVar

import requests

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
PATIENCE_SECONDS = 60

Who = TypeVar("Who")
What = TypeVar("What")


def words(answer: requests.Response) -> str:
    """The visible words of a page."""
    return " ".join(unescape(TAGS.sub(" ", answer.text)).split())


def token_of(answer: requests.Response) -> str:
    """The CSRF token of a page's first form."""
    found = TOKEN.search(answer.text)
    assert found, words(answer)[:500]
    return found.group(1)


def all_at_once(deed: Callable[[Who], What], people: Sequence[Who]) -> list[What]:
    """Have everybody do `deed` at the same moment; their results in order."""
    ready = threading.Barrier(len(people))

    def wait_and_do(one: Who) -> What:
        ready.wait(PATIENCE_SECONDS)
        return deed(one)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(wait_and_do, people))
