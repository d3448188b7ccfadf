"""Migrations build the schema the models describe, on both databases."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, MetaData, inspect

from marketplace.core.database import open_doors
from marketplace.schema import metadata
from tests.support.databases import TestDatabase


def shape(engine: Engine) -> dict[str, Any]:
    """Tables with their columns, keys, checks and indexes, as the database tells them."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)
            ),
            "primary": sorted(inspector.get_pk_constraint(table)["constrained_columns"]),
            "foreign": sorted(
                (tuple(f["constrained_columns"]), f["referred_table"])
                for f in inspector.get_foreign_keys(table)
            ),
            "unique": sorted(
                (str(u["name"]), tuple(u["column_names"]))
                for u in inspector.get_unique_constraints(table)
            ),
            "checks": sorted(
                (str(c["name"]), " ".join(c["sqltext"].split()))
                for c in inspector.get_check_constraints(table)
            ),
            "indexes": sorted(
                (str(i["name"]), tuple(map(str, i["column_names"])), bool(i["unique"]))
                for i in inspector.get_indexes(table)
            ),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def created_from_models(url: str) -> dict[str, Any]:
    doors = open_doors(url)
    with doors.write.begin() as connection:
        existing = MetaData()
        existing.reflect(connection)
        existing.drop_all(connection)
        metadata.create_all(connection)
    made = shape(doors.write)
    doors.dispose()
    return made


class TestMigrations:
    def test_leave_nothing_for_autogenerate_to_find(self, app: Flask) -> None:
        with app.extensions["doors"].write.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []

    def test_build_what_the_models_describe(self, app: Flask, test_database: TestDatabase) -> None:
        test_database.spoiled = True
        doors = app.extensions["doors"]
        migrated = shape(doors.write)
        doors.dispose()
        described = created_from_models(app.config["SQLALCHEMY_DATABASE_URI"])
        assert set(migrated) == set(described)
        for table, expected in described.items():
            assert migrated[table] == expected, table
