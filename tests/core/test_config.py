"""Production refuses demonstration values and says what to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.config import SettingsRefused, read_settings

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
