"""The sandbox's own pages: what a buyer would see at the payment provider."""

from marketplace.web.sandbox.checkout import sandbox

__all__ = ["blueprints"]

blueprints = [sandbox]
