"""What changed between two contents, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.procurement.publishing.content import Content

MOST_CHANGES = 500
# The first of these that an object has names it.
NAMES = (
    ("name",),
    ("month", "department"),
    ("month",),
    ("version",),
    ("heading",),
    ("item",),
    ("kinds",),
)
# Said by another figure beside them.
SAID_TWICE = {"achievement_percent", "share_percent", "paper", "schema"}


@dataclass(frozen=True, slots=True)
class Change:
    """One figure: where it stands, as it was, as it is; None was, or is, not there.

    `key` is the name of the figure or of the list it stands in, so that its unit is known.
    """

    path: tuple[str, ...]
    key: str
    before: Any
    after: Any

    @property
    def difference(self) -> int | None:
        """after − before where both are numbers."""
        numbers = isinstance(self.before, int) and isinstance(self.after, int)
        return self.after - self.before if numbers else None


def differences(before: Content, after: Content) -> list[Change]:
    """Every figure that differs, in the order of the newer content; at most 500."""
    old = {path: (key, value) for path, key, value in _flat(before, (), "")}
    new = {path: (key, value) for path, key, value in _flat(after, (), "")}
    changes = []
    for path in [*new, *(path for path in old if path not in new)]:
        key = new.get(path, old.get(path, ("", None)))[0]
        was, now = old.get(path, (key, None))[1], new.get(path, (key, None))[1]
        if was != now:
            changes.append(Change(path, key, was, now))
    return changes[:MOST_CHANGES]


def _flat(
    value: Any, path: tuple[str, ...], key: str
) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name not in SAID_TWICE:
                yield from _flat(each, (*path, name), name)
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _flat(each, (*path, _name(each, at)), key)
    else:
        yield path, key, value


def _name(each: Any, at: int) -> str:
    """What tells one thing of a list from another, so that a new one moves none of the rest."""
    for keys in NAMES:
        if isinstance(each, Mapping) and all(key in each for key in keys):
            return " ".join(str(each[key]) for key in keys)
    return str(at + 1)
