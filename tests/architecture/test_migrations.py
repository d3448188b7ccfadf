"""Migrations build the schema the models describe, on both databases."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, MetaData, inspect, text

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

    def test_keep_what_stands_in_an_older_database(
        self, app: Flask, test_database: TestDatabase
    ) -> None:
        """Altering a table copies it on SQLite, while others refer to it."""
        test_database.spoiled = True
        with app.extensions["doors"].write.begin() as connection:
            existing = MetaData()
            existing.reflect(connection)
            existing.drop_all(connection)
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        upgrade(revision="0001")
        with app.extensions["doors"].write.begin() as connection:
            for statement in AN_ORDER_OF_OLD:
                connection.execute(text(statement))
        upgrade()
        with app.extensions["doors"].write.begin() as connection:
            assert kept(connection) == [("251101-OLD0-0001", 9000, 0, 1)]


AN_ORDER_OF_OLD = (
    "INSERT INTO region (id, code, name, name_en) VALUES (1, 'r', '가상구', 'R')",
    """INSERT INTO enterprise (id, slug, name, representative, mail_order_number, region_id,
    address, phone, email, business, tagline, story, status, delivery_fee_won, source,
    created_at, version)
    VALUES (1, 'e', '가상기업', '', '', 1, '', '', '', '', '', '', 'active', 0, '',
    '2025-11-01 00:00:00', 1)""",
    """INSERT INTO customer_order (id, number, access_token, checkout_token, channel, terms,
    status, locale, buyer_name, buyer_email, buyer_phone, recipient_name, recipient_phone,
    postcode, address, address_detail, delivery_note, goods_won, delivery_won, total_won,
    consents, created_at, version)
    VALUES (1, '251101-OLD0-0001', 'a', 'c', 'store', 'prepaid', 'confirmed', 'ko', '가',
    'a@b.example', '', '가', '', '02800', '', '', '', 9000, 0, 9000, '{}',
    '2025-11-01 00:00:00', 1)""",
    """INSERT INTO parcel (id, public_id, order_id, enterprise_id, status, goods_won,
    delivery_won, seller, carrier, tracking_number, version)
    VALUES (1, 'p', 1, 1, 'preparing', 9000, 0, '{}', '', '', 1)""",
)


def kept(connection: Connection) -> list[tuple[object, ...]]:
    """The old order with what newer columns say of it, and its parcel."""
    query = """SELECT o.number, o.total_won, o.discount_won, p.id
        FROM customer_order o JOIN parcel p ON p.order_id = o.id"""
    return [tuple(row) for row in connection.execute(text(query))]
