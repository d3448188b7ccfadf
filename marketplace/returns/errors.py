"""What can go wrong with what comes back."""

from __future__ import annotations

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T


class ReturnNotFound(NotFound):
    """No such request, or not the asker's."""

    def __init__(self) -> None:
        super().__init__(T("신청을 찾지 못했어요."))


class ReturnRefused(Invalid):
    """A field of a request or of its answer breaks a rule."""

    code = "return_refused"


class NotReturnable(Conflict):
    """Nothing of this parcel can be asked back: not sent yet, cancelled, or public money."""

    code = "not_returnable"

    def __init__(self) -> None:
        super().__init__(
            T("지금은 반품이나 교환을 신청할 수 없는 주문이에요."),
            kept=T("주문은 그대로예요."),
            action=T("보내기 전이라면 취소를, 궁금한 것은 판매자에게 물어봐 주세요"),
        )


class OfferChanged(Conflict):
    """The sums or the days are no longer those the page said."""

    code = "offer_changed"

    def __init__(self) -> None:
        super().__init__(
            T("그사이 돌려드릴 금액이 달라졌어요."),
            kept=T("적으신 것은 그대로 두었어요."),
            action=T("바뀐 금액을 확인하고 다시 눌러 주세요"),
        )


class AlreadyAnswered(Conflict):
    """Somebody was first; the request is no longer in a state for this."""

    code = "already_answered"

    def __init__(self) -> None:
        super().__init__(
            T("그사이 다른 분이 먼저 처리했거나 상태가 바뀌었어요."),
            action=T("지금 상태를 확인해 주세요"),
        )
