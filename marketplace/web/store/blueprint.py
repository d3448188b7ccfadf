"""The store portal's blueprint; its resources are modules beside this one."""

from __future__ import annotations

from flask import Blueprint

from marketplace.web.store.frame import around

store = Blueprint("store", __name__)
# For the whole application, because error pages of nobody's address wear the shop's clothes.
store.app_context_processor(around)
