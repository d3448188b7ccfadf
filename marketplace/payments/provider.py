"""The port behind which a payment provider sits; orders know this module, never a provider.

Stripe lists no Korean business location, so a Korean provider must be able to stand in its
place as another adapter of this one protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from marketplace.core.errors import ExternalFailure, Invalid, NotPermitted

MIN_ONLINE_WON = 100  # docs.stripe.com/payments/kakao-pay: "The minimum amount accepted is 100 KRW"
MAX_ONLINE_WON = 99_999_999  # docs.stripe.com/currencies: amounts have at most eight digits

# A hosted page lives at least 30 minutes at Stripe; one more for clocks that disagree.
SHORTEST_PAGE = timedelta(minutes=31)


class ProviderFailed(ExternalFailure):
    """The provider refused or could not be reached; nothing was paid, the order is kept."""

    code = "provider_failed"


class ProviderUnreachable(ProviderFailed):
    """No answer came, so what happened there is unknown; ask again with the same key."""

    code = "provider_unreachable"


class SignatureRefused(NotPermitted):
    """An event was not signed by the provider, or is older than the tolerance."""

    code = "signature_refused"


class AmountNotPayable(Invalid):
    """The amount lies outside what can be paid online (100 to 99,999,999 won)."""

    code = "amount_not_payable"


class CheckoutState(StrEnum):
    """What the provider says of one hosted checkout."""

    OPEN = "open"
    PENDING = "pending"
    PAID = "paid"
    EXPIRED = "expired"


class RefundState(StrEnum):
    """What the provider says of one refund."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class EventKind(StrEnum):
    """The few things of a provider's stream that change anything here."""

    CHECKOUT = "checkout"
    CHECKOUT_FAILED = "checkout_failed"
    REFUND = "refund"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CheckoutLine:
    """One line shown on the hosted page; `unit_won` includes VAT."""

    name: str
    unit_won: int
    quantity: int


@dataclass(frozen=True, slots=True)
class CheckoutIntent:
    """What a buyer is about to pay; `reference` names the attempt in both books.

    Everything here is fixed when the attempt is recorded: a second call with the same key
    and other contents is an error at the provider. `expires_at` is SHORTEST_PAGE ahead at least.
    """

    reference: str
    idempotency_key: str
    lines: tuple[CheckoutLine, ...]
    buyer_email: str
    success_url: str
    cancel_url: str
    expires_at: datetime
    locale: str = "ko"

    @property
    def amount_won(self) -> int:
        return sum(line.unit_won * line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class HostedPage:
    """Where the buyer pays, and until when."""

    url: str
    provider_ref: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CheckoutReading:
    """The provider's own word on a checkout; `payment_ref` is what a refund is made against."""

    provider_ref: str
    state: CheckoutState
    reference: str
    amount_won: int
    currency: str
    payment_ref: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Money to give back, whole or in part; `reference` names the refund in our book."""

    payment_ref: str
    amount_won: int
    reference: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class RefundReading:
    """The provider's own word on one refund."""

    refund_ref: str
    payment_ref: str
    amount_won: int
    state: RefundState
    reference: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """One verified event; exactly the reading its kind speaks of is set."""

    id: str
    type: str
    kind: EventKind
    occurred_at: datetime
    checkout: CheckoutReading | None = None
    refund: RefundReading | None = None


class PaymentProvider(Protocol):
    """What every adapter can do; each verb raises ProviderFailed when the provider fails."""

    name: str

    def open_checkout(self, intent: CheckoutIntent) -> HostedPage | None:
        """Begin a payment; None when the way of paying has no page to visit."""
        ...

    def read_checkout(self, provider_ref: str) -> CheckoutReading:
        """Ask the provider what became of a checkout."""
        ...

    def close_checkout(self, provider_ref: str) -> CheckoutReading:
        """Make an open checkout unpayable; one already paid is returned as it stands."""
        ...

    def refund(self, request: RefundRequest) -> RefundReading:
        """Give money back; the same key never pays twice."""
        ...

    def parse_event(self, payload: bytes, signature: str) -> ProviderEvent:
        """Verify and read one event; raises SignatureRefused."""
        ...
