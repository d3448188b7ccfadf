"""The office portal's blueprint; its resources are modules beside this one."""

from __future__ import annotations

from flask import Blueprint

office = Blueprint("office", __name__, url_prefix="/office")
