"""Errors in Stripe's own shape, so that the real library reads them as it reads Stripe's."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An HTTP status and Stripe's error object."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        code: str = "",
        param: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self._error: dict[str, Any] = {"type": kind, "message": message}
        if code:
            self._error["code"] = code
        if param:
            self._error["param"] = param

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self._error}


def invalid(message: str, param: str, code: str = "") -> Refusal:
    """400 on one parameter."""
    return Refusal(400, message, param=param, code=code)


def missing(param: str) -> Refusal:
    """400 because a required parameter is absent."""
    return invalid(f"Missing required param: {param}.", param, "parameter_missing")


def no_such(kind: str, object_id: str, param: str = "id") -> Refusal:
    """404 in Stripe's words."""
    return Refusal(404, f"No such {kind}: '{object_id}'", code="resource_missing", param=param)
