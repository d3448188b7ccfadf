"""The store portal."""

from marketplace.web.store import (
    account,
    cart,
    channels,
    checkout,
    disclosures,
    enterprises,
    home,
    listing,
    orders,
    payments,
    products,
    sign_in,
    sign_up,
)
from marketplace.web.store.blueprint import store

__all__ = [
    "account",
    "blueprints",
    "cart",
    "channels",
    "checkout",
    "disclosures",
    "enterprises",
    "home",
    "listing",
    "orders",
    "payments",
    "products",
    "sign_in",
    "sign_up",
]

blueprints = [store]
