"""Typed settings, read once from the environment; refuses to start when one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env
from flask import Flask, current_app

DEMO_SECRET = "demo-secret-for-one-machine-only"  # noqa: S105 - refused in production
MAX_UPLOAD_BYTES = 12 * 1024 * 1024
MAX_FORM_BYTES = 1024 * 1024
SANDBOX_KEY = "sk_test_sandbox"
KOREAN_METHODS = ("kr_card", "kakao_pay", "naver_pay", "payco", "samsung_pay")
SANDBOX_WEBHOOK_SECRET = "whsec_sandbox"  # noqa: S105 - refused in production
UNREGISTERED_OCID_PREFIX = "ocds-ieum00"  # Open Contracting registers one for each publisher


class SettingsRefused(RuntimeError):
    """The environment is not fit to start with; the message names what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the service takes from its surroundings."""

    env: str
    database_url: str
    secret_key: str
    stripe_secret_key: str
    stripe_webhook_secret: str
    var_dir: Path
    public_url: str
    job_broker_url: str
    rate_limit_storage_url: str
    mail_url: str
    mail_sender: str
    proxy_hops: int
    rate_limits_enabled: bool
    operator_name: str = ""
    stripe_methods: tuple[str, ...] = KOREAN_METHODS
    ocid_prefix: str = UNREGISTERED_OCID_PREFIX
    webhook_loopback: bool = False

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def uses_sandbox(self) -> bool:
        return self.stripe_secret_key == SANDBOX_KEY

    @property
    def media_dir(self) -> Path:
        return self.var_dir / "media"

    @property
    def private_dir(self) -> Path:
        return self.var_dir / "private"

    @property
    def index_dir(self) -> Path:
        return self.var_dir / "search"


def read_settings(base: Path | None = None) -> Settings:
    """Settings from the environment; raises SettingsRefused with every fault at once."""
    env = Env()
    var_dir = Path(env.str("VAR_DIR", str((base or Path.cwd()) / "var"))).resolve()
    settings = Settings(
        env=env.str("IEUM_ENV", "development"),
        database_url=_with_driver(env.str("DATABASE_URL", f"sqlite:///{var_dir}/ieum.sqlite3")),
        secret_key=env.str("SECRET_KEY", DEMO_SECRET),
        stripe_secret_key=env.str("STRIPE_SECRET_KEY", SANDBOX_KEY),
        stripe_webhook_secret=env.str("STRIPE_WEBHOOK_SECRET", SANDBOX_WEBHOOK_SECRET),
        var_dir=var_dir,
        public_url=env.str("PUBLIC_URL", f"http://127.0.0.1:{env.int('PORT', 8000)}").rstrip("/"),
        job_broker_url=env.str("JOB_BROKER_URL", f"sqlite:///{var_dir}/jobs.sqlite3"),
        rate_limit_storage_url=env.str("RATE_LIMIT_STORAGE_URL", "memory://"),
        mail_url=env.str("MAIL_URL", "log://"),
        mail_sender=env.str("MAIL_SENDER", "이음장터 <no-reply@demo.example>"),
        proxy_hops=env.int("PROXY_HOPS", 0),
        rate_limits_enabled=env.bool("RATE_LIMITS", True),
        operator_name=env.str("OPERATOR_NAME", ""),
        stripe_methods=tuple(env.list("STRIPE_PAYMENT_METHODS", list(KOREAN_METHODS))),
        ocid_prefix=env.str("OCID_PREFIX", UNREGISTERED_OCID_PREFIX),
        webhook_loopback=env.bool("WEBHOOK_LOOPBACK", False),
    )
    refuse_unfit(settings)
    return settings


def _with_driver(url: str) -> str:
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def refuse_unfit(settings: Settings) -> None:
    """Raise SettingsRefused when production would run on demonstration values."""
    if settings.env not in {"development", "test", "production"}:
        raise SettingsRefused("IEUM_ENV must be development, test or production")
    if not settings.is_production:
        return
    faults = [say for broken, say in _production_faults(settings) if broken]
    if faults:
        raise SettingsRefused("production refuses to start:\n- " + "\n- ".join(faults))


def _production_faults(settings: Settings) -> list[tuple[bool, str]]:
    return [
        (
            settings.secret_key == DEMO_SECRET or len(settings.secret_key) < 32,
            "set SECRET_KEY to a random value of at least 32 characters",
        ),
        (
            settings.uses_sandbox or not settings.stripe_secret_key.startswith(("sk_", "rk_")),
            "set STRIPE_SECRET_KEY to your provider's key; the sandbox is for demonstration only",
        ),
        (
            settings.stripe_webhook_secret == SANDBOX_WEBHOOK_SECRET,
            "set STRIPE_WEBHOOK_SECRET to the endpoint's signing secret",
        ),
        (
            not settings.public_url.startswith("https://"),
            "set PUBLIC_URL to the https address people use",
        ),
        (
            not settings.operator_name,
            "set OPERATOR_NAME (and the other OPERATOR_ variables): a shop names who runs it",
        ),
        (
            settings.mail_url.startswith("log:"),
            "set MAIL_URL (smtp://user:password@host:587) so that letters are sent",
        ),
        (
            settings.webhook_loopback,
            "unset WEBHOOK_LOOPBACK: webhooks may not reach this machine itself",
        ),
    ]


def configure(app: Flask, settings: Settings) -> None:
    """Translate the settings into what Flask and its extensions read."""
    for folder in (settings.var_dir, settings.media_dir, settings.private_dir, settings.index_dir):
        folder.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.env == "test",
        MAX_CONTENT_LENGTH=MAX_UPLOAD_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        SESSION_COOKIE_NAME="ieum_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.is_production,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        RATELIMIT_ENABLED=settings.rate_limits_enabled,
        RATELIMIT_STORAGE_URI=settings.rate_limit_storage_url,
    )
    if settings.is_production:
        # Addresses we hand out (payment pages, letters) must not follow a forged Host header.
        own = urlsplit(settings.public_url).hostname or ""
        app.config["TRUSTED_HOSTS"] = [own, "localhost", "127.0.0.1"]


def current() -> Settings:
    """The settings of the running application."""
    settings: Settings = current_app.extensions["settings"]
    return settings
