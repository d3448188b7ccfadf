"""The store portal."""

from marketplace.web.store import (
    account,
    brands,
    cart,
    checkout,
    crawling,
    disclosures,
    enterprises,
    exhibitions,
    home,
    listing,
    orders,
    outlets,
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
    "brands",
    "cart",
    "checkout",
    "crawling",
    "disclosures",
    "enterprises",
    "exhibitions",
    "home",
    "listing",
    "orders",
    "outlets",
    "payments",
    "products",
    "sign_in",
    "sign_up",
    "suggesting",
    "words",
]

blueprints = [store]
