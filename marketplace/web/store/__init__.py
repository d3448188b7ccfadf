"""The store portal."""

from marketplace.web.store import disclosures, home, listing, payments, products, sign_in
from marketplace.web.store.blueprint import store

__all__ = ["blueprints", "disclosures", "home", "listing", "payments", "products", "sign_in"]

blueprints = [store]
