"""The store portal."""

from marketplace.web.store import payments, sign_in
from marketplace.web.store.blueprint import store

__all__ = ["blueprints", "payments", "sign_in"]

blueprints = [store]
