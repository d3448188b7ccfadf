"""The buyer portal's blueprint; its resources are modules beside this one."""

from __future__ import annotations

from flask import Blueprint

buyer = Blueprint("buyer", __name__, url_prefix="/buyer")
