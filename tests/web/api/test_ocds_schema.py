"""What we publish passes the official OCDS 1.1 schemas, formats included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from tests.web.api.test_ocds import ROOT as OCDS
from tests.web.api.test_ocds import year

__all__ = ["year"]  # the fixture of the neighbouring tests

FOLDER = Path(__file__).resolve().parents[3] / "build" / "ocds"


def official(name: str) -> jsonschema_rs.Draft4Validator:
    """One official schema; the test is skipped by name where it could not be fetched."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"no official OCDS schema {name}: scripts/ocds-schema fetches it")
    return jsonschema_rs.Draft4Validator(json.loads(path.read_text()), validate_formats=True)


def faults(schema: str, told: Any) -> list[str]:
    return [
        f"{list(e.instance_path)}: {e.message[:200]}" for e in official(schema).iter_errors(told)
    ]


class TestOfficialSchemas:
    def test_every_release_passes(self, year: list[int], client: FlaskClient) -> None:
        releases = client.get(OCDS).get_json()["releases"]
        assert len(releases) == 4
        for release in releases:
            assert faults("release-schema.json", release) == []

    def test_compiled_releases_pass(self, year: list[int], client: FlaskClient) -> None:
        for record in client.get(f"{OCDS}/records").get_json()["records"]:
            assert faults("release-schema.json", record["compiledRelease"]) == []

    def test_every_release_of_a_record_passes(self, year: list[int], client: FlaskClient) -> None:
        records = client.get(f"{OCDS}/records").get_json()["records"]
        for release in (each for record in records for each in record["releases"]):
            assert faults("release-schema.json", release) == []

    def test_the_package_of_releases_passes(self, year: list[int], client: FlaskClient) -> None:
        assert faults("release-package-schema.json", client.get(OCDS).get_json()) == []

    def test_the_package_of_records_passes(self, year: list[int], client: FlaskClient) -> None:
        told = client.get(f"{OCDS}/records").get_json()
        assert faults("record-package-schema.json", told) == []
        assert faults("record-package-schema.json", {**told, "records": "none"}) != []

    def test_the_schema_refuses_what_is_wrong(self, year: list[int], client: FlaskClient) -> None:
        release = client.get(OCDS).get_json()["releases"][0]
        assert faults("release-schema.json", {**release, "date": "yesterday"}) != []
        assert faults("release-schema.json", {**release, "tag": ["gossip"]}) != []
