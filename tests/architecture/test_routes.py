"""Every endpoint says who may, and a stranger is let into none that needs more."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.permissions import ALLOWED, Permission, Viewer, may
from marketplace.web.access import SIGN_IN, Access, declared_access, portal_of

CONVERTER = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<words>[^)]*)\))?:)?\w+>")
SAMPLES = {"int": "1", "path": "a/b", "string": "a", None: "a"}
STRANGER = Viewer()


def sample_path(rule: str) -> str:
    def sample(found: re.Match[str]) -> str:
        if found["kind"] == "any":
            return found["words"].split(",")[0].strip("'\" ")
        return SAMPLES.get(found["kind"], "a")

    return CONVERTER.sub(sample, rule)


class TestAccess:
    def test_every_endpoint_declares_access(self, app: Flask) -> None:
        silent = [
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if not isinstance(declared_access(rule.endpoint), Access)
        ]
        assert silent == []

    def test_every_permission_has_a_predicate(self) -> None:
        assert set(ALLOWED) == set(Permission)

    def test_a_stranger_gets_into_nothing_that_needs_more(
        self, app: Flask, client: FlaskClient
    ) -> None:
        wrong = []
        for rule in app.url_map.iter_rules():
            needed = declared_access(rule.endpoint)
            if needed is None or may(STRANGER, needed.permission):
                continue
            for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}:
                answer = client.open(sample_path(rule.rule), method=method)
                expected = {302, 303} if portal_of(rule.endpoint) in SIGN_IN else {401, 403}
                # A form without its token is refused before anybody is asked who they are.
                expected |= {400} if method != "GET" else set()
                if answer.status_code not in expected:
                    wrong.append((rule.endpoint, method, answer.status_code))
        assert wrong == []

    def test_a_get_never_changes_anything(self, app: Flask) -> None:
        """The reading door refuses writes, so a GET view must not open a transaction."""
        import inspect

        guilty = []
        for rule in app.url_map.iter_rules():
            if (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}:
                continue
            source = inspect.getsource(inspect.unwrap(app.view_functions[rule.endpoint]))
            if "transaction()" in source:
                guilty.append(rule.endpoint)
        assert guilty == []
