"""Alembic's surroundings: the models' metadata and the application's writing door."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import JSON, Connection

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
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            heed_foreign_keys(connection, False)
        try:
            context.configure(
                connection=connection,
                target_metadata=metadata,
                render_as_batch=is_sqlite,
                compare_type=True,
                render_item=render_type,
                transaction_per_migration=False,
            )
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite:
                    refuse_broken_references(connection)
        finally:
            if is_sqlite:
                heed_foreign_keys(connection, True)


def heed_foreign_keys(connection: Connection, heeded: bool) -> None:
    """Altering a table others refer to drops the old one, which SQLite must let pass.

    The setting is deaf inside a transaction, so it is made on the driver's own connection.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={'ON' if heeded else 'OFF'}").close()


def refuse_broken_references(connection: Connection) -> None:
    """What was not watched on the way is checked at the end; raises RuntimeError and rolls back."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(10)
    if broken:
        raise RuntimeError(f"the migration would leave broken references: {broken}")


run()
