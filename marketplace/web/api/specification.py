"""The OpenAPI document, made from the code that answers."""

from __future__ import annotations

from functools import wraps
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from flask_smorest import Api

from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.api.schemas import Problem

PROBLEM_TYPE = "application/problem+json"
DOCUMENT = "api-docs.openapi_json"
ABOUT = """이음장터에 공개된 상품·기업·공시를 읽고, 기관의 시스템이 구매를 보내는 주소입니다.
읽기에는 열쇠가 필요 없고, 구매를 보내려면 총괄부서가 만든 토큰이 필요합니다.
금액은 부가세를 포함한 원 단위 정수, 시각은 UTC, 비율은 소수 한 자리 문자열입니다.
목록은 next_cursor를 cursor에 넣어 이어 읽습니다.

Public products, enterprises and disclosures of Ieum Market, read without a key; purchases are
pushed and the catalogue read with a token made by the coordinating department. Amounts are whole
won with VAT, rates decimal strings of one place; a list goes on from its next_cursor."""


class PublicApi(Api):
    """flask-smorest, with errors told the way the whole application tells them."""

    ERROR_SCHEMA = Problem
    DEFAULT_RESPONSE_CONTENT_TYPE: str

    def _register_error_handlers(self) -> None:
        """None of its own: marketplace.web.errors tells them all."""

    def _register_responses(self) -> None:
        usual: str = self.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_TYPE
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = usual


def describe(app: Flask, description: PublicApi) -> None:
    """Serve the document at /api/v1/openapi.json, open to all and kept for a minute."""
    app.config.update(
        API_TITLE="이음장터 공개 API",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/api/v1",
        API_SPEC_OPTIONS={
            "info": {"description": ABOUT},
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        },
    )
    description.init_app(app)
    serve = app.view_functions[DOCUMENT]

    @access(Permission.SHOP_BROWSE, cache_seconds=60)
    @wraps(serve)
    def openapi(*args: Any, **kwargs: Any) -> Any:
        return app.ensure_sync(serve)(*args, **kwargs)

    app.view_functions[DOCUMENT] = openapi
    if isinstance(app.json, DefaultJSONProvider):
        app.json.ensure_ascii = False  # Korean is half as long as its escapes
