"""The office portal."""

from marketplace.web.office import sign_in
from marketplace.web.office.blueprint import office

__all__ = ["blueprints", "sign_in"]

blueprints = [office]
