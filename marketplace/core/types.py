"""Column types and annotations shared by every model."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, TypeDecorator
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

# Without look-alikes (0/O, 1/I/L, U/V) because people read order numbers out on the phone.
READABLE = "23456789ABCDEFGHJKMNPQRSTWXYZ"

BigId = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; refuses naive values on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime where an aware one is stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[Enum], length: int = 24, *, check: str = "") -> SqlEnum:
    """An enum stored by value as text with a CHECK, the same on both databases.

    `check` names the constraint where one table has two columns of the same kind.
    """
    return SqlEnum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        name=check or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def public_token(length: int = 22) -> str:
    """An unguessable URL-safe name for something private (about 6 bits a character)."""
    return secrets.token_urlsafe(length)[:length]


def readable_code(length: int = 8) -> str:
    """A random code a person can read out: `length` characters of 29 look-alike-free ones."""
    return "".join(secrets.choice(READABLE) for _ in range(length))


Pk = Annotated[int, mapped_column(BigId, primary_key=True)]
Won = Annotated[int, mapped_column(BigInteger)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
ShortText = Annotated[str, mapped_column(String(80))]
Name = Annotated[str, mapped_column(String(200))]
Document = Annotated[dict[str, Any], mapped_column(Json)]
Documents = Annotated[list[dict[str, Any]], mapped_column(Json)]
Labels = Annotated[list[str], mapped_column(Json)]
