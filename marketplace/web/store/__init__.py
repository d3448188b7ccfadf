"""The store portal."""

from marketplace.web.store import (
    account,
    cart,
    channels,
    checkout,
    crawling,
    disclosures,
    enterprises,
    home,
    listing,
    orders,
    payments,
    products,
    sign_in,
    sign_up,
    suggesting,
    words,
)
from marketplace.web.store.blueprint import store

__all__ = [
    "account",
    "blueprints",
    "cart",
    "channels",
    "checkout",
    "crawling",
    "disclosures",
    "enterprises",
    "home",
    "listing",
    "orders",
    "payments",
    "products",
    "sign_in",
    "sign_up",
    "suggesting",
    "words",
]

blueprints = [store]
