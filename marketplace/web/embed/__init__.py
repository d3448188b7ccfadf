"""Widgets that other sites of an institution frame."""

from marketplace.web.embed.views import embed

__all__ = ["embed"]
