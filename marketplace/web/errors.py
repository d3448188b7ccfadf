"""How what went wrong is told: the portal's page to people, a problem body to machines."""

from __future__ import annotations

from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from marketplace.core import errors
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.web.access import SIGN_IN, portal_of
from marketplace.web.translation import translate

STATUS: dict[type[errors.MarketplaceError], int] = {
    errors.NotFound: 404,
    errors.NotIdentified: 401,
    errors.NotPermitted: 403,
    errors.Invalid: 422,
    errors.Conflict: 409,
    errors.Busy: 503,
    errors.ExternalFailure: 502,
}

TITLES = {
    400: T("요청을 이해하지 못했어요"),
    401: T("누구인지 알 수 없어요"),
    403: T("볼 수 없는 화면이에요"),
    404: T("찾는 화면이 없어요"),
    405: T("이렇게는 열 수 없는 주소예요"),
    409: T("그사이 상황이 바뀌었어요"),
    413: T("파일이 너무 커요"),
    422: T("확인이 필요한 내용이 있어요"),
    429: T("잠시 쉬었다가 다시 시도해 주세요"),
    500: T("저희 쪽에 문제가 생겼어요"),
    502: T("연결된 서비스가 응답하지 않아요"),
    503: T("지금 이용이 몰리고 있어요"),
}
MESSAGES = {
    400: T("주소나 입력이 올바른지 확인해 주세요."),
    404: T("주소가 바뀌었거나 사라진 화면일 수 있어요."),
    413: T("12MB보다 작은 파일을 올려 주세요."),
    429: T("짧은 시간에 너무 많은 요청이 왔어요. 1분 뒤에 다시 시도해 주세요."),
    500: T("문제를 기록했어요. 잠시 뒤 다시 시도해 주세요."),
}


def status_of(error: errors.MarketplaceError) -> int:
    """The HTTP status of an expected failure, by its nearest named ancestor."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def wants_json() -> bool:
    """Whether the asker is a machine: the API, or one that accepts JSON only."""
    accepts = request.accept_mimetypes
    return request.path.startswith("/api/") or (
        accepts.accept_json and not accepts.accept_html and bool(request.headers.get("Accept"))
    )


def tell(
    status: int, code: str, message: str, kept: str = "", action: str = "", fields: Any = None
) -> Response:
    """An error as the asker can read it."""
    title = translate(TITLES.get(status, TITLES[500]))
    if wants_json():
        body = {"status": status, "code": code, "title": title, "detail": message}
        if fields:
            body["errors"] = fields
        answer = jsonify(body)
        answer.content_type = "application/problem+json"
    else:
        answer = make_response(
            render_template(
                "errors/error.html",
                code=status,
                title=title,
                message=message,
                kept=kept,
                action=action,
                door=_other_door(status),
                home="/" if status == 403 or _layout() == "store" else f"/{_layout()}",
                layout=f"layouts/{_layout()}.html",
            )
        )
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _other_door(status: int) -> str:
    """Where somebody known, but not here, signs in as who may come in; empty in the shop."""
    portal = portal_of(request.endpoint)
    if status != 403 or portal in {"store", "api"}:
        return ""
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return url_for(SIGN_IN[portal], next=target)


def _layout() -> str:
    portal = portal_of(request.endpoint or request.path.strip("/").replace("/", "."))
    return portal if portal != "api" else "store"


def tell_expected(error: errors.MarketplaceError) -> Response:
    db.session.rollback()
    fields = getattr(error, "fields", {})
    answer = tell(
        status_of(error),
        error.code,
        translate(error.message),
        translate(error.kept),
        translate(error.action),
        {name: [translate(text) for text in texts] for name, texts in fields.items()},
    )
    if isinstance(error, errors.NotIdentified):
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def tell_http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    message = translate(MESSAGES.get(status, MESSAGES[400]))
    answer = tell(status, error.name.lower().replace(" ", "_"), message)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def tell_csrf(_error: CSRFError) -> Response:
    return tell(
        400,
        "csrf",
        gettext("화면을 연 지 오래되어 보안 확인이 만료되었어요. 새로 고친 뒤 다시 시도해 주세요."),
    )


def tell_nul(error: DataError) -> Response:
    """PostgreSQL keeps no NUL in a text, and nobody types one."""
    if "NUL" not in str(error.orig):
        raise error
    db.session.rollback()
    return tell(400, "bad_request", translate(MESSAGES[400]))


def tell_unexpected(error: Exception) -> Response:
    current_app.logger.exception("unexpected failure", exc_info=error)
    db.session.rollback()
    return tell(500, "unexpected", translate(MESSAGES[500]))


def init_app(app: Flask) -> None:
    """Register the tellers; in tests an unexpected failure is raised, not told."""
    app.register_error_handler(errors.MarketplaceError, tell_expected)
    app.register_error_handler(CSRFError, tell_csrf)
    app.register_error_handler(HTTPException, tell_http)
    app.register_error_handler(DataError, tell_nul)
    if not app.testing:
        app.register_error_handler(Exception, tell_unexpected)
