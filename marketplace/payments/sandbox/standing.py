"""The sandbox standing beside one application: its ledger, its wire, its courier."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from marketplace import config
from marketplace.payments.sandbox.courier import Courier
from marketplace.payments.sandbox.ledger import Ledger
from marketplace.payments.sandbox.transport import SandboxTransport

WEBHOOK_PATH = "/payments/stripe/webhook"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Everything of the sandbox that a page, a job or the gateway needs."""

    ledger: Ledger
    transport: SandboxTransport
    courier: Courier


def open_sandbox(settings: config.Settings) -> Sandbox:
    """A sandbox with its own file under VAR_DIR; raises SettingsRefused in production."""
    if settings.is_production:
        raise config.SettingsRefused("the payment sandbox does not exist in production")
    ledger = Ledger(settings.var_dir / "sandbox.sqlite3")
    return Sandbox(
        ledger=ledger,
        transport=SandboxTransport(ledger, settings.stripe_secret_key, settings.public_url),
        courier=Courier(ledger, settings.public_url + WEBHOOK_PATH, settings.stripe_webhook_secret),
    )


def current_sandbox() -> Sandbox:
    """The running application's sandbox, opened when first asked for."""
    kept = current_app.extensions
    if "payment_sandbox" not in kept:
        kept["payment_sandbox"] = open_sandbox(config.current())
    sandbox: Sandbox = kept["payment_sandbox"]
    return sandbox
