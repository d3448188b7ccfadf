"""What can go wrong between asking for a quote and ordering by it."""

from __future__ import annotations

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T


class QuoteNotFound(NotFound):
    """No such request, inquiry or quote, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(T("견적 요청을 찾지 못했습니다."))


class QuoteRefused(Invalid):
    """A field of a request or an answer breaks a rule."""

    code = "quote_refused"

    def __init__(self, field: str, sentence: T) -> None:
        super().__init__(sentence, {field: [sentence]})


class InquiryClosed(Conflict):
    """Somebody was first: it was accepted, declined, refused or withdrawn."""

    code = "inquiry_closed"

    def __init__(self) -> None:
        super().__init__(
            T("그사이 이 견적의 상태가 바뀌었습니다."),
            kept=T("아무것도 바꾸지 않았습니다."),
            action=T("지금 상태를 다시 확인해 주세요"),
        )


class QuoteLapsed(Conflict):
    """The last day of the quote is over."""

    code = "quote_lapsed"

    def __init__(self) -> None:
        super().__init__(
            T("견적의 유효기간이 지났습니다."),
            action=T("판매자에게 새 견적을 부탁해 주세요"),
        )


class QuoteRevised(Conflict):
    """A newer version was written since the page was opened."""

    code = "quote_revised"

    def __init__(self) -> None:
        super().__init__(
            T("보시는 사이 견적이 새로 고쳐졌습니다."),
            kept=T("주문은 만들지 않았습니다."),
            action=T("새 견적을 확인하고 다시 눌러 주세요"),
        )
