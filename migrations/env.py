"""Alembic's surroundings: the models' metadata and the application's writing door."""

from __future__ import annotations

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import JSON

from marketplace.core.types import UtcDateTime
from marketplace.schema import metadata


def render_type(kind: str, column_type: object, autogen: AutogenContext) -> str | bool:
    """Write our own column types as what they are in the database."""
    if kind == "type" and isinstance(column_type, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(column_type, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def run() -> None:
    """Apply migrations in one transaction; SQLite alters tables by copying them."""
    engine = current_app.extensions["doors"].write
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=engine.dialect.name == "sqlite",
            compare_type=True,
            render_item=render_type,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
