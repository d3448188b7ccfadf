"""Posts from pages that are the same for everybody carry no token; their origin is asked instead.

Every browser of the last years says where a POST comes from (Origin since 2020, most also
Sec-Fetch-Site), and no script can change what it says.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from marketplace.core.errors import NotPermitted
from marketplace.core.text import T


def refuse_other_sites() -> None:
    """Raise NotPermitted unless the request was made on this site."""
    if not comes_from_here():
        raise NotPermitted(
            T("이 요청은 이음장터 화면에서만 보낼 수 있어요."),
            action=T("처음 화면에서 다시 시작해 주세요"),
        )


def comes_from_here() -> bool:
    """Whether the browser says that the request was made on this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(said).netloc == request.host
