"""A shop with a sandbox, because bookings are paid and refunded."""

from __future__ import annotations

from tests.payments.conftest import ledger
from tests.payments.shop import shop

__all__ = ["ledger", "shop"]
