"""Words documents use for the kind of an outlet; the list is open, these have English too."""

from __future__ import annotations

from marketplace.core.text import T

KIND_WORDS = (
    T("판매관"),
    T("판매장"),
    T("전시판매장"),
    T("상설복합판매장"),
    T("생협매장"),
    T("숍인숍"),
    T("팝업"),
    T("기획전"),
    T("장터"),
)
