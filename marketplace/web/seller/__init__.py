"""The seller portal."""

from marketplace.web.seller import sign_in
from marketplace.web.seller.blueprint import seller

__all__ = ["blueprints", "sign_in"]

blueprints = [seller]
