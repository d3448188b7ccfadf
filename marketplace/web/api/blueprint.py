"""What every resource of the API shares: its address, its parsing, its caching."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import ValidationError
from webargs.flaskparser import FlaskParser

from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.core.text import T, storable
from marketplace.web.access import access
from marketplace.web.api.schemas import Problem
from marketplace.web.extensions import SEARCH_LIMIT, limiter
from marketplace.web.page_cache import KNOWN_VISITOR

View = TypeVar("View", bound=Callable[..., Any])

SHARED_SECONDS = 60
KEPT_SECONDS = 10  # in our own page cache, so that a minute elsewhere is not two
LONGEST_NAME = 100  # of an argument, when it is told back
PROBLEM_TYPE = "application/problem+json"


class ArgumentParser(FlaskParser):
    """Bad arguments are the application's own Invalid, told like every other."""

    def handle_error(self, error: ValidationError, *_request: Any, **_how: Any) -> NoReturn:
        """Raise Invalid with the sentences by argument."""
        said: Any = next(iter(error.messages_dict.values()), {})
        raise Invalid(T("요청한 값을 확인해 주세요."), flat_errors(said)) from error


class ApiBlueprint(Blueprint):
    ARGUMENTS_PARSER = ArgumentParser()


api = ApiBlueprint("api", __name__, url_prefix="/api/v1", description="공개 자료")


def public(view: View) -> View:
    """Open to all, counted against the search limit, and every error it can give declared.

    The lowest of a view's decorators but for the parser of its arguments.
    """
    browse = access(Permission.SHOP_BROWSE, cache_seconds=KEPT_SECONDS)
    guarded: View = browse(limiter.limit(SEARCH_LIMIT)(view))  # type: ignore[assignment]
    for status in (422, 429, 503):
        guarded = api.alt_response(status, schema=Problem, content_type=PROBLEM_TYPE)(guarded)
    return guarded


def may_be_missing(view: View) -> View:
    """Declare that what is asked for may not be there."""
    declared: View = api.alt_response(404, schema=Problem, content_type=PROBLEM_TYPE)(view)
    return declared


@api.after_request
def share(response: Response) -> Response:
    """Let anybody keep an answer for a minute, and send none that the asker has already."""
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return response
    response.add_etag()
    if "Authorization" in request.headers:  # what a token opens is for its bearer alone
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Authorization"
    elif not KNOWN_VISITOR.search(request.headers.get("Cookie", "")):
        response.headers["Cache-Control"] = f"public, max-age={SHARED_SECONDS}"
        response.headers["Vary"] = "Cookie"
    response.make_conditional(request)
    return response


def flat_errors(said: Any) -> dict[str, list[str]]:
    """Sentences by argument; what is said of the whole stands under `body`.

    Unknown arguments are named as they were sent, in words an answer can be kept with.
    """
    if not isinstance(said, dict):
        return {"body": _flat(said)}
    return {
        storable(str(name)[:LONGEST_NAME]).strip("_"): _flat(texts) for name, texts in said.items()
    }


def _flat(texts: Any) -> list[str]:
    """The sentences of an argument; those about the items of a list are joined to it."""
    if isinstance(texts, dict):
        return [sentence for each in texts.values() for sentence in _flat(each)]
    return list(dict.fromkeys(texts))
