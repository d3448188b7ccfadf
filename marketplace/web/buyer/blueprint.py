"""The buyer portal's blueprint; its resources are modules beside this one."""

from __future__ import annotations

from flask import Blueprint

from marketplace.web.buyer.frame import surroundings

buyer = Blueprint("buyer", __name__, url_prefix="/buyer")
buyer.context_processor(surroundings)
