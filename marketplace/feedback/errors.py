"""What can go wrong with reviews and questions."""

from __future__ import annotations

from marketplace.core.errors import Conflict, NotFound
from marketplace.core.text import T


class ReviewNotFound(NotFound):
    """No such review, or one the asker may not see."""

    def __init__(self) -> None:
        super().__init__(T("그런 후기는 없어요."))


class QuestionNotFound(NotFound):
    """No such question, or one the asker may not see."""

    def __init__(self) -> None:
        super().__init__(T("그런 문의는 없어요."))


class NotReviewable(Conflict):
    """The line has not arrived, was not bought in the shop, or its review was taken down."""

    code = "not_reviewable"

    def __init__(self) -> None:
        super().__init__(
            T("상품을 받은 뒤에 후기를 쓸 수 있어요."),
            action=T("받으셨다면 주문 화면에서 ‘받았어요’를 눌러 주세요"),
        )


class ReviewTakenDown(Conflict):
    """The office hid the review and its author deleted it: the line has had its say."""

    code = "review_taken_down"

    def __init__(self) -> None:
        super().__init__(T("운영자가 가린 뒤에 지운 후기라 다시 쓸 수 없어요."))


class AlreadyAnswered(Conflict):
    """An enterprise answers a review once."""

    code = "already_answered"

    def __init__(self) -> None:
        super().__init__(T("이 후기에는 이미 답글을 남겼습니다."))
