"""Every component in every state, on one page for whoever builds with them; not in production."""

from marketplace.web.styleguide.pages import styleguide

__all__ = ["blueprints"]

blueprints = [styleguide]
