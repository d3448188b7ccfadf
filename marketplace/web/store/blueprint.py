"""The store portal's blueprint; its resources are modules beside this one."""

from __future__ import annotations

from flask import Blueprint

store = Blueprint("store", __name__)
