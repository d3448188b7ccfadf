"""Purchases pushed by other systems: one, many at once, and corrections; each answered once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, jsonify, request
from marshmallow import ValidationError

from marketplace.core.database import transaction
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.text import T, storable
from marketplace.media.files import PRIVATE_MODE, CheckedFile, keep_file
from marketplace.media.storage import private_path, write_whole
from marketplace.procurement.correcting import RightVersion
from marketplace.procurement.exchange.answers import Answer, KeyTaken, claim_key, find_answer
from marketplace.procurement.exchange.pushing import (
    Outcome,
    Pushed,
    Result,
    correct_pushed,
    push_purchases,
)
from marketplace.procurement.exchange.tokens import Scope
from marketplace.web.api.blueprint import api, flat_errors, may_be_missing
from marketplace.web.api.purchase_schemas import (
    EXAMPLE,
    BatchResult,
    BatchShape,
    CorrectionResult,
    CorrectionShape,
    PurchaseShape,
    ResultShape,
    amount_of,
    pushed_of,
)
from marketplace.web.api.tokens import token_here, with_token
from marketplace.web.translation import translate

LONGEST_KEY = 100
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "같은 요청을 다시 보내도 한 번만 처리합니다. The same request again gives "
    "the same answer for two days; another body under the key is refused with 409.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}
RECORD = {
    "name": "record_id",
    "in": "path",
    "required": True,
    "description": "답에 있던 id. The id of an answer.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{22}$"},
}
STATUS = {Outcome.CREATED: 201, Outcome.UNCHANGED: 200}


@api.route("/purchases", methods=["POST"], parameters=[KEY])
@with_token(Scope.PURCHASES_WRITE)
@api.arguments(PurchaseShape, example=EXAMPLE)
@api.response(201, ResultShape)
@api.alt_response(200, schema=ResultShape)
def push_one(said: dict[str, Any]) -> Response:
    """구매 하나 보내기 · Push one purchase."""
    pushed = _checked(said)
    return once(lambda: _tell_one(_push([pushed])[0]))


def _tell_one(result: Result) -> Answer:
    if result.outcome is Outcome.REFUSED:
        status = 409 if result.code in {"external_id_reused", "already_recorded"} else 422
        said = translate(result.message)
        body = {"status": status, "code": result.code, "title": said, "detail": said}
        return Answer(status, {**body, "errors": _said(result.errors)})
    return Answer(STATUS[result.outcome], facts_of(result))


@api.route("/purchases/batches", methods=["POST"], parameters=[KEY])
@with_token(Scope.PURCHASES_WRITE)
@api.arguments(BatchShape)
@api.response(200, BatchResult)
def push_many(said: dict[str, Any]) -> Response:
    """구매 여러 건 보내기(500건까지) · Push up to 500 purchases, each judged by itself."""
    read = [_read(each) for each in said["purchases"]]
    return once(lambda: _tell_many(read))


def _tell_many(read: list[Pushed | Result]) -> Answer:
    results = iter(_push([each for each in read if isinstance(each, Pushed)]))
    told = [next(results) if isinstance(each, Pushed) else each for each in read]
    counts = {outcome.value: sum(each.outcome is outcome for each in told) for outcome in Outcome}
    return Answer(200, {"results": [facts_of(each) for each in told], **counts})


@api.route("/purchases/<record_id>/corrections", methods=["POST"], parameters=[RECORD, KEY])
@may_be_missing
@with_token(Scope.PURCHASES_WRITE)
@api.arguments(CorrectionShape, example={"reason": "금액을 잘못 보냄", "right": None})
@api.response(201, CorrectionResult)
def correct(said: dict[str, Any], record_id: str) -> Response:
    """정정하기 · Take a record back, and put how it really was beside it."""
    if "\x00" in record_id:
        raise NotFound(T("구매실적을 찾을 수 없습니다."))
    return once(lambda: _correct(said, record_id))


def _correct(said: Mapping[str, Any], record_id: str) -> Answer:
    right = said["right"]
    version = (
        RightVersion(right["date"], right["kind"], right["method"], right["item"], amount_of(right))
        if right
        else None
    )
    made = correct_pushed(token_here().institution_id, record_id, said["reason"], version)
    rows = [made.reversal, *([made.replacement] if made.replacement else [])]
    return Answer(
        201,
        {
            "reversal_id": made.reversal.public_id,
            "replacement_id": made.replacement.public_id if made.replacement else None,
            "counted_won": sum(row.counted_won for row in rows),
        },
    )


def once(deed: Callable[[], Answer]) -> Response:
    """Do it in one transaction; under an Idempotency-Key only the first time.

    Of two at once the constraint lets one through; the other is given its answer. A refusal is
    kept as well: only what raises leaves the key free.
    """
    key, token = request.headers.get("Idempotency-Key"), token_here()
    institution_id = token.institution_id
    if key is None:
        with transaction():
            return _respond(deed())
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        told = T("Idempotency-Key는 영문과 숫자 100자 안으로 적어 주세요.")
        raise Invalid(told, {"Idempotency-Key": [told]})
    digest = hashlib.sha256(request.path.encode() + b"\n" + request.get_data()).hexdigest()
    kept = find_answer(institution_id, key, digest)
    if kept is not None:
        return _respond(kept)
    try:
        with transaction():
            claim = claim_key(institution_id, key, digest)
            answer = deed()
            claim.status, claim.answer = answer.status, answer.body
    except KeyTaken:
        kept = find_answer(institution_id, key, digest)
        if kept is None:
            raise
        return _respond(kept)
    return _respond(answer)


def _respond(answer: Answer) -> Response:
    response = jsonify(answer.body)
    response.status_code = answer.status
    if answer.status >= 400:
        response.content_type = "application/problem+json"
    if answer.is_again:
        response.headers["Idempotency-Replayed"] = "true"
    response.headers["Cache-Control"] = "no-store"
    return response


def _push(pushed: list[Pushed]) -> list[Result]:
    """Record them; the request as it came is the evidence of each."""
    if not pushed:
        return []
    stored = keep_file(_evidence(), None)
    return push_purchases(token_here(), pushed, stored.id)


def _evidence() -> CheckedFile:
    data = request.get_data()
    digest = hashlib.sha256(data).hexdigest()
    write_whole(private_path(f"files/{digest[:2]}/{digest}"), data, PRIVATE_MODE)
    return CheckedFile(data, digest, f"{token_here().hint}.json", "application/json")


def _checked(said: Mapping[str, Any]) -> Pushed:
    try:
        return pushed_of(said)
    except ValidationError as error:
        raise Invalid(T("요청한 값을 확인해 주세요."), flat_errors(error.messages)) from error


def _read(said: Mapping[str, Any]) -> Pushed | Result:
    """One purchase of a batch, or what is wrong with its shape."""
    try:
        return pushed_of(PurchaseShape().load(said))
    except ValidationError as error:
        named = said.get("external_id")
        return Result(
            storable(named[:100]) if isinstance(named, str) else "",
            Outcome.REFUSED,
            code="invalid",
            message=T("요청한 값을 확인해 주세요."),
            errors=flat_errors(error.messages),
        )


def facts_of(result: Result) -> dict[str, Any]:
    """A result as it is told, in the language of the request."""
    record = result.record
    reason = record.not_counted_reason if record else None
    return {
        "external_id": result.external_id,
        "outcome": result.outcome.value,
        "id": record.public_id if record else None,
        "counted_won": record.counted_won if record else None,
        "not_counted_reason": reason.value if reason else None,
        "month": f"{record.year}-{record.month:02}" if record else None,
        "code": result.code,
        "message": translate(result.message),
        "errors": _said(result.errors),
    }


def _said(errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: [translate(text) for text in texts] for name, texts in errors.items()}
