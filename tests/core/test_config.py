"""Production refuses demonstration values and says what to set."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from marketplace.config import SettingsRefused, configure, read_settings

FIT = {
    "IEUM_ENV": "production",
    "SECRET_KEY": "x" * 40,
    "STRIPE_SECRET_KEY": "sk_live_something",
    "STRIPE_WEBHOOK_SECRET": "whsec_something",
    "PUBLIC_URL": "https://ieum.example",
    "MAIL_URL": "smtp://mail.example:587",
    "OPERATOR_NAME": "이음",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in (*FIT, "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return monkeypatch


class TestProduction:
    def test_starts_when_everything_is_set(self, environment: pytest.MonkeyPatch) -> None:
        for name, value in FIT.items():
            environment.setenv(name, value)
        assert read_settings().is_production

    @pytest.mark.parametrize("missing", [name for name in FIT if name != "IEUM_ENV"])
    def test_names_what_to_set(self, environment: pytest.MonkeyPatch, missing: str) -> None:
        for name, value in FIT.items():
            if name != missing:
                environment.setenv(name, value)
        with pytest.raises(SettingsRefused, match=missing):
            read_settings()

    def test_names_every_fault_at_once(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("IEUM_ENV", "production")
        with pytest.raises(SettingsRefused) as refused:
            read_settings()
        assert all(name in str(refused.value) for name in FIT if name != "IEUM_ENV")


class TestTrustedHosts:
    def test_production_sends_no_webhook_to_itself(self, environment: pytest.MonkeyPatch) -> None:
        for name, value in {**FIT, "WEBHOOK_LOOPBACK": "true"}.items():
            environment.setenv(name, value)
        with pytest.raises(SettingsRefused, match="WEBHOOK_LOOPBACK"):
            read_settings()

    def test_production_answers_under_its_own_name_only(
        self, environment: pytest.MonkeyPatch
    ) -> None:
        for name, value in FIT.items():
            environment.setenv(name, value)
        app = Flask("shop")
        app.add_url_rule("/", view_func=lambda: "open")
        configure(app, read_settings())
        client = app.test_client()
        assert client.get("/", base_url="https://ieum.example").status_code == 200
        assert client.get("/", base_url="https://elsewhere.example").status_code == 400


class TestDevelopment:
    def test_needs_nothing(self, environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
        settings = read_settings()
        assert settings.uses_sandbox
        assert settings.database_url == f"sqlite:///{tmp_path}/ieum.sqlite3"

    def test_names_the_driver_of_postgresql(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("DATABASE_URL", "postgres://u@h/db")
        assert read_settings().database_url == "postgresql+psycopg://u@h/db"

    def test_refuses_an_unknown_environment(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("IEUM_ENV", "staging")
        with pytest.raises(SettingsRefused, match="IEUM_ENV"):
            read_settings()
