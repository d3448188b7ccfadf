"""What can go wrong with a booking."""

from __future__ import annotations

from marketplace.core.errors import Conflict, NotFound
from marketplace.core.text import T


class BookingNotFound(NotFound):
    """No such booking in this order."""

    def __init__(self) -> None:
        super().__init__(T("예약을 찾지 못했어요."))


class RefundMoved(Conflict):
    """Another day has begun since the page was shown, and another share goes back."""

    code = "refund_moved"

    def __init__(self, shown_won: int, now_won: int) -> None:
        super().__init__(
            T(
                "보시는 사이 날짜가 바뀌어 돌려받을 금액이 %(shown)s원에서 %(now)s원이 되었어요.",
                shown=f"{shown_won:,}",
                now=f"{now_won:,}",
            ),
            kept=T("예약은 그대로예요."),
            action=T("바뀐 금액을 확인하고 다시 눌러 주세요"),
        )


class DateCalledOff(Conflict):
    """The date was called off already, or has begun."""

    code = "date_called_off"

    def __init__(self) -> None:
        super().__init__(T("이미 취소했거나 시작한 날짜입니다."))


class NotYetBegun(Conflict):
    """Nobody can have come to what has not begun."""

    code = "not_yet_begun"

    def __init__(self) -> None:
        super().__init__(T("시작하기 전에는 참석을 적을 수 없습니다."))
