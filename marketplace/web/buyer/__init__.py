"""The buyer portal."""

from marketplace.web.buyer import sign_in
from marketplace.web.buyer.blueprint import buyer

__all__ = ["blueprints", "sign_in"]

blueprints = [buyer]
