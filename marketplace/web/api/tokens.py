"""The door for machines: a token in the Authorization header, counted by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g, request

from marketplace.audit.service import Actor, acting_as
from marketplace.core.jobs import enqueue
from marketplace.core.permissions import Permission
from marketplace.procurement.exchange.tokens import (
    Scope,
    TokenUnknown,
    digest_of,
    identify,
    must_be_noted,
)
from marketplace.procurement.models import ApiToken
from marketplace.web.access import access
from marketplace.web.api.blueprint import PROBLEM_TYPE, api
from marketplace.web.api.schemas import Problem
from marketplace.web.extensions import csrf, limiter

View = TypeVar("View", bound=Callable[..., Any])

TOKEN_LIMIT = "120 per minute"  # noqa: S105 - how often
SCHEME = "token"
BEARER = "Bearer "
REFUSALS = (400, 401, 403, 409, 413, 422, 429, 503)


def secret_of_request() -> str:
    """What stands behind `Authorization: Bearer`; raises TokenUnknown without it."""
    said = request.headers.get("Authorization", "")
    if not said.startswith(BEARER):
        raise TokenUnknown
    return said.removeprefix(BEARER).strip()


def with_token(scope: Scope) -> Callable[[View], View]:
    """Let in whoever bears a valid token with a scope; acts are signed with its name.

    The lowest of a view's decorators but for the parser of its arguments.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            token = identify(secret_of_request(), scope)
            if must_be_noted(token):
                enqueue("tokens.note_use", token.id)
            g.api_token = token
            with acting_as(Actor(None, f"token:{token.name}")):
                return view(*args, **kwargs)

        limited = limiter.limit(TOKEN_LIMIT, key_func=_who)(guarded)
        opened: View = csrf.exempt(access(Permission.TOKEN_USE)(limited))
        opened = api.doc(security=[{SCHEME: []}])(opened)
        for status in REFUSALS:
            opened = api.alt_response(status, schema=Problem, content_type=PROBLEM_TYPE)(opened)
        return opened

    return declare


def _who() -> str:
    """Each token has a count of its own; without one, those without share the address's."""
    said = request.headers.get("Authorization", "")
    return digest_of(said) if said else str(request.remote_addr)


def token_here() -> ApiToken:
    """The token of this request."""
    token: ApiToken = g.api_token
    return token
