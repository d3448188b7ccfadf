"""What can go wrong between a request and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.core import clock
from marketplace.core.errors import Conflict, Invalid, NotFound, NotPermitted
from marketplace.core.text import T


class DepartmentNotFound(NotFound):
    """No such department, or not one the asker serves in."""

    def __init__(self) -> None:
        super().__init__(T("부서를 찾을 수 없습니다."))


class FileNotFound(NotFound):
    """No such purchase file, or another department's."""

    def __init__(self) -> None:
        super().__init__(T("구매요청을 찾을 수 없습니다."))


class RecordNotFound(NotFound):
    """No such record, or another department's."""

    def __init__(self) -> None:
        super().__init__(T("구매실적을 찾을 수 없습니다."))


class NotOnTheList(NotFound):
    """No such line on this person's request list."""

    def __init__(self) -> None:
        super().__init__(T("구매요청 목록에 없는 상품입니다."))


class NobodyApproves(Conflict):
    """A request nobody may decide would hold stock for ever."""

    code = "nobody_approves"

    def __init__(self) -> None:
        super().__init__(
            T("이 부서에는 요청자 말고 결재할 사람이 없습니다."),
            kept=T("구매요청 목록과 적은 내용은 그대로 있습니다."),
            action=T("총괄부서에 결재권자 지정을 요청해 주세요."),
        )


class OwnRequest(NotPermitted):
    """Nobody decides on what they asked for themselves."""

    code = "own_request"

    def __init__(self) -> None:
        super().__init__(T("본인이 올린 구매요청은 본인이 결재할 수 없습니다."))


class AlreadyDecided(Conflict):
    """Somebody was first; says who and when."""

    code = "already_decided"

    def __init__(self, decided_by: str, decided_at: datetime | None) -> None:
        said = T("이미 처리된 구매요청입니다.")
        if decided_by and decided_at:
            said = T(
                "%(name)s 님이 %(at)s에 이미 처리한 구매요청입니다.",
                name=decided_by,
                at=f"{clock.seoul(decided_at):%Y-%m-%d %H:%M}",
            )
        super().__init__(said, kept=T("먼저 처리한 내용이 그대로 유지됩니다."))


class ReasonNeeded(Invalid):
    """A refusal, a withdrawal and a correction each stay readable years later."""

    code = "reason_needed"

    def __init__(self, field: str) -> None:
        said = T("사유를 적어 주세요.")
        super().__init__(said, {field: [said]})


class NotWithdrawable(Conflict):
    """Only what waits for approval can be withdrawn."""

    code = "not_withdrawable"

    def __init__(self) -> None:
        super().__init__(
            T("결재가 끝난 구매요청은 회수할 수 없습니다."),
            action=T("취소가 필요하면 판매 기업에 연락해 주세요."),
        )


class NotDelivered(Conflict):
    """Nothing to inspect: the parcel was not sent, or its file is not approved."""

    code = "not_delivered"

    def __init__(self) -> None:
        super().__init__(T("아직 발송되지 않아 검수할 수 없습니다."))


class AlreadyAccepted(Conflict):
    """A delivery is accepted once."""

    code = "already_accepted"

    def __init__(self) -> None:
        super().__init__(T("이미 검수한 납품입니다."), kept=T("구매실적은 한 번만 기록되었습니다."))


class AlreadyPaid(Conflict):
    """A payment is noted once."""

    code = "already_paid"

    def __init__(self) -> None:
        super().__init__(T("이미 대금 지급을 기록한 납품입니다."))


class AlreadyRecorded(Conflict):
    """The ledger already has this purchase."""

    code = "already_recorded"

    def __init__(self) -> None:
        super().__init__(T("이미 구매실적에 기록된 구매입니다."))


class AlreadyCorrected(Conflict):
    """A record is taken back once; its right version can be corrected in turn."""

    code = "already_corrected"

    def __init__(self) -> None:
        super().__init__(T("이미 정정한 실적입니다."))


class LooksRecorded(Conflict):
    """Something very like it is in the ledger; `similar` shows what."""

    code = "looks_recorded"

    def __init__(self, similar: Sequence[Any]) -> None:
        super().__init__(
            T("비슷한 구매가 이미 기록되어 있습니다. 같은 구매가 아닌지 확인해 주세요."),
            kept=T("적은 내용은 그대로 있습니다."),
        )
        self.similar = tuple(similar)


class MonthIsClosed(Invalid):
    """Into a closed month nothing is booked; a reason books it into the open one."""

    code = "month_is_closed"

    def __init__(self, year: int, month: int) -> None:
        said = T(
            "%(year)d년 %(month)d월은 마감되었습니다. 사유를 적으면 이번 달 실적으로 기록됩니다.",
            year=year,
            month=month,
        )
        super().__init__(said, {"late_reason": [said]})


class PurchaseRefused(Invalid):
    """What was written down of a purchase cannot be so."""

    code = "purchase_refused"
