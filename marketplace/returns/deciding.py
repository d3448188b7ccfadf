"""The centre's side: where buyer and seller do not agree, it decides, with its reason."""

from __future__ import annotations

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.text import T
from marketplace.returns import letters
from marketplace.returns.claiming import let_go
from marketplace.returns.errors import ReturnRefused
from marketplace.returns.models import ReturnAct, ReturnRequest
from marketplace.returns.queries import lock_request
from marketplace.returns.requesting import move

MOST_SAID = 500


def decide(request_id: int, *, for_buyer: bool, why: str) -> ReturnRequest:
    """For the buyer: it goes on where it stood. For the seller: nothing more comes of it.

    Raises ReturnRefused without a reason, or AlreadyAnswered when it is not disputed.
    """
    said = why.strip()[:MOST_SAID]
    if not said:
        missing = T("결정한 까닭을 적어 주세요. 구매자와 판매 기업이 읽습니다.")
        raise ReturnRefused(missing, {"decision": [missing]})
    request = lock_request(request_id)
    if for_buyer:
        move(request, ReturnAct.GRANT_ARRIVED if request.arrived_at else ReturnAct.GRANT)
    else:
        move(request, ReturnAct.REJECT)
        request.closed_at = clock.now()
        let_go(request)
    request.decision, request.decided_at = said, clock.now()
    if for_buyer and not request.send_to:
        request.send_to = str(request.parcel.seller.get("address", ""))[:300]
    audit.record("return:decided", request, for_buyer=for_buyer, why=said)
    letters.tell_decided(request, for_buyer=for_buyer)
    return request
