"""The store portal."""

from marketplace.web.store import (
    cart,
    checkout,
    disclosures,
    home,
    listing,
    orders,
    payments,
    products,
    sign_in,
)
from marketplace.web.store.blueprint import store

__all__ = [
    "blueprints",
    "cart",
    "checkout",
    "disclosures",
    "home",
    "listing",
    "orders",
    "payments",
    "products",
    "sign_in",
]

blueprints = [store]
