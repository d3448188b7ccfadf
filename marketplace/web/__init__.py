"""The entry points people and machines use, by portal."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace import config
from marketplace.web import (
    access,
    assets,
    compression,
    errors,
    filters,
    marks,
    numbers,
    operator,
    page_cache,
    proven_pages,
    report_view,
    security,
    static_files,
    translation,
    viewer,
)
from marketplace.web.extensions import csrf, limiter
from marketplace.web.portals import register_portals

__all__ = ["init_app"]


def init_app(app: Flask, settings: config.Settings) -> None:
    """Hang everything between a request and a service verb onto the application."""
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    numbers.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    translation.init_app(app)
    viewer.init_app(app)
    access.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    marks.init_app(app)
    report_view.init_app(app)
    operator.init_app(app)
    assets.init_app(app)
    static_files.init_app(app)
    security.init_app(app)
    register_portals(app, settings)
    page_cache.init_app(app)
    proven_pages.init_app(app)
    compression.init_app(app)
