"""The store portal."""

from marketplace.web.store import sign_in
from marketplace.web.store.blueprint import store

__all__ = ["blueprints", "sign_in"]

blueprints = [store]
