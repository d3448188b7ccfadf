"""The store portal."""

from marketplace.web.store import (
    account,
    addresses,
    brands,
    cart,
    checkout,
    crawling,
    departing,
    disclosures,
    enterprises,
    exhibitions,
    home,
    listing,
    orders,
    outlets,
    own_data,
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
    "addresses",
    "blueprints",
    "brands",
    "cart",
    "checkout",
    "crawling",
    "departing",
    "disclosures",
    "enterprises",
    "exhibitions",
    "home",
    "listing",
    "orders",
    "outlets",
    "own_data",
    "payments",
    "products",
    "sign_in",
    "sign_up",
    "suggesting",
    "words",
]

blueprints = [store]
