"""Stripe behind the port: hosted Checkout Sessions in won, refunds, signed events."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import stripe

from marketplace.config import KOREAN_METHODS
from marketplace.core.text import T
from marketplace.payments import stripe_readings
from marketplace.payments.provider import (
    MAX_ONLINE_WON,
    MIN_ONLINE_WON,
    AmountNotPayable,
    CheckoutIntent,
    CheckoutReading,
    HostedPage,
    ProviderEvent,
    ProviderFailed,
    ProviderUnreachable,
    RefundReading,
    RefundRequest,
    SignatureRefused,
)
from marketplace.payments.stripe_version import API_VERSION

CONNECT_SECONDS, READ_SECONDS = 3.05, 12.0
NETWORK_RETRIES = 2
SIGNATURE_TOLERANCE_SECONDS = 300
EXPAND_PAYMENT = "payment_intent.latest_charge"

Answer = TypeVar("Answer")

stripe.enable_telemetry = False  # a shop's response times are nobody else's business


class StripeGateway:
    """The port on the real `stripe` library; a sandbox differs by its transport alone."""

    name = "stripe"

    def __init__(
        self,
        secret_key: str,
        webhook_secret: str,
        *,
        http_client: stripe.HTTPClient | None = None,
        methods: Sequence[str] = KOREAN_METHODS,
        network_retries: int = NETWORK_RETRIES,
    ) -> None:
        self._webhook_secret = webhook_secret
        self._methods = list(methods)
        self._client = stripe.StripeClient(
            secret_key,
            stripe_version=API_VERSION,
            max_network_retries=network_retries,
            http_client=http_client
            or stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
        )

    def open_checkout(self, intent: CheckoutIntent) -> HostedPage:
        """A hosted page for `intent`; raises AmountNotPayable or ProviderFailed."""
        _refuse_unpayable(intent.amount_won)
        params = self._session_params(intent)
        options: Any = {"idempotency_key": intent.idempotency_key}
        session = _ask(lambda: self._client.v1.checkout.sessions.create(params, options))
        if not session.url:
            raise ProviderFailed(T("결제창 주소를 받지 못했어요."))
        return HostedPage(session.url, session.id, _instant(session.expires_at))

    def read_checkout(self, provider_ref: str) -> CheckoutReading:
        """What Stripe says of a session now; raises ProviderFailed."""
        session = _ask(
            lambda: self._client.v1.checkout.sessions.retrieve(
                provider_ref, {"expand": [EXPAND_PAYMENT]}
            )
        )
        return stripe_readings.checkout(session.to_dict())

    def close_checkout(self, provider_ref: str) -> CheckoutReading:
        """Expire an open session; one that was paid meanwhile is returned as paid."""
        options: Any = {"idempotency_key": _key("close", provider_ref)}
        try:
            session = _ask(
                lambda: self._client.v1.checkout.sessions.expire(
                    provider_ref, {"expand": [EXPAND_PAYMENT]}, options
                )
            )
        except ProviderFailed as failure:
            if isinstance(failure.__cause__, stripe.InvalidRequestError):
                return self.read_checkout(provider_ref)
            raise
        return stripe_readings.checkout(session.to_dict())

    def refund(self, request: RefundRequest) -> RefundReading:
        """Give back part or all of a payment; raises ProviderFailed."""
        params: Any = {
            "payment_intent": request.payment_ref,
            "amount": request.amount_won,
            "reason": "requested_by_customer",
            "metadata": {"reference": request.reference},
        }
        options: Any = {"idempotency_key": request.idempotency_key}
        refund = _ask(lambda: self._client.v1.refunds.create(params, options))
        return stripe_readings.refund(refund.to_dict())

    def parse_event(self, payload: bytes, signature: str) -> ProviderEvent:
        """A verified event; raises SignatureRefused when forged, stale or not ours to read."""
        try:
            event = self._client.construct_event(
                payload, signature, self._webhook_secret, SIGNATURE_TOLERANCE_SECONDS
            )
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise SignatureRefused("the event's signature was refused") from error
        return stripe_readings.event(event.to_dict())

    def _session_params(self, intent: CheckoutIntent) -> Any:
        params: dict[str, Any] = {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": line.quantity,
                    "price_data": {
                        "currency": "krw",
                        "unit_amount": line.unit_won,
                        "product_data": {"name": line.name},
                    },
                }
                for line in intent.lines
            ],
            "success_url": intent.success_url,
            "cancel_url": intent.cancel_url,
            "client_reference_id": intent.reference,
            "customer_email": intent.buyer_email,
            "expires_at": int(intent.expires_at.timestamp()),
            "locale": intent.locale,
            "metadata": {"reference": intent.reference},
            "payment_intent_data": {"metadata": {"reference": intent.reference}},
        }
        if self._methods:
            params["payment_method_types"] = self._methods
        return params


def _refuse_unpayable(amount_won: int) -> None:
    if amount_won < MIN_ONLINE_WON:
        raise AmountNotPayable(T("온라인 결제는 100원부터 할 수 있어요."))
    if amount_won > MAX_ONLINE_WON:
        raise AmountNotPayable(T("온라인 결제는 99,999,999원까지 할 수 있어요."))


def _instant(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


def _key(act: str, reference: str) -> str:
    return f"{act}-{hashlib.sha256(reference.encode()).hexdigest()[:32]}"


def _ask(call: Callable[[], Answer]) -> Answer:
    """The call's answer, with Stripe's errors told as ours."""
    try:
        return call()
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise ProviderUnreachable(
            T("결제사가 응답하지 않아요."),
            kept=T("주문은 그대로 있어요."),
            action=T("잠시 뒤 다시 시도해 주세요."),
        ) from error
    except stripe.StripeError as error:
        raise ProviderFailed(
            T("결제사가 요청을 받아 주지 않았어요."),
            kept=T("주문은 그대로 있어요."),
            action=T("다시 시도하거나 문의해 주세요."),
        ) from error
