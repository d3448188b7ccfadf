"""Which provider stands behind a name in the running application."""

from __future__ import annotations

from flask import current_app

from marketplace import config
from marketplace.core.errors import NotFound
from marketplace.payments.provider import PaymentProvider
from marketplace.payments.sandbox.standing import current_sandbox
from marketplace.payments.stripe_gateway import StripeGateway
from marketplace.payments.transfers import TransferProvider

ONLINE = "stripe"


def provider_named(name: str) -> PaymentProvider:
    """The provider an attempt was made with; raises NotFound for a name nobody answers to."""
    if name == TransferProvider.name:
        return TransferProvider()
    if name == ONLINE:
        return online_provider()
    raise NotFound(f"no payment provider {name}")


def online_provider() -> PaymentProvider:
    """The provider citizens pay through; opened once per process."""
    kept = current_app.extensions
    if "online_provider" not in kept:
        kept["online_provider"] = open_stripe(config.current())
    provider: PaymentProvider = kept["online_provider"]
    return provider


def open_stripe(settings: config.Settings) -> StripeGateway:
    """Stripe over the network, or over the sandbox's transport when its key is set."""
    transport = current_sandbox().transport if settings.uses_sandbox else None
    return StripeGateway(
        settings.stripe_secret_key,
        settings.stripe_webhook_secret,
        http_client=transport,
        methods=settings.stripe_methods,
    )
