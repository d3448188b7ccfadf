"""The seller portal's blueprint; its resources are modules beside this one."""

from __future__ import annotations

from flask import Blueprint

seller = Blueprint("seller", __name__, url_prefix="/seller")
