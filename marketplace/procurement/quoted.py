"""A department accepts a quote: its purchase request at the quoted price, in one transaction.

Quota tracking needs nothing of its own: the order's lines are those of the quote, and count on
acceptance like any other.
"""

from __future__ import annotations

from dataclasses import replace

from marketplace.accounts.models import Account
from marketplace.orders.queries import find_by_checkout_token
from marketplace.procurement.errors import FileNotFound
from marketplace.procurement.models import PurchaseFile
from marketplace.procurement.requesting import PurchaseRequest, request_purchase
from marketplace.quoting import deciding
from marketplace.quoting.deciding import Choice
from marketplace.quoting.queries import get_quote


def request_by_quote(choice: Choice, request: PurchaseRequest, requester: Account) -> PurchaseFile:
    """Accept a quote of the department's own request and open the file for it.

    The same form sent twice gives the file it made. Raises FileNotFound for a quote another
    department asked for, or what deciding.accept and request_purchase raise; then nothing of
    it remains.
    """
    asked_by = get_quote(choice.inquiry_id, choice.version).inquiry.request.department_id
    if asked_by != request.department_id:
        raise FileNotFound
    if find_by_checkout_token(request.checkout_token) is not None:
        return request_purchase(request, requester)
    quote = deciding.accept(choice)
    agreed = deciding.agreed_lines(quote)
    file = request_purchase(replace(request, wanted=(), agreed=agreed), requester)
    deciding.keep_order(choice.inquiry_id, file.order_id)
    return file
