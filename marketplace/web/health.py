"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from marketplace import config
from marketplace.core.database import can_answer
from marketplace.core.permissions import Permission
from marketplace.web.access import access

health = Blueprint("health", __name__)


@health.get("/healthz")
@access(Permission.HEALTH_READ)
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@health.get("/readyz")
@access(Permission.HEALTH_READ)
def ready() -> ResponseReturnValue:
    """Database and media folder are there; 503 names what is not."""
    checks = {"database": can_answer(), "media": config.current().media_dir.is_dir()}
    ok = all(checks.values())
    return jsonify(status="ok" if ok else "unavailable", checks=checks), 200 if ok else 503
