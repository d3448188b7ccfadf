"""What changed between two contents, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.procurement.publishing.content import Content

MOST_CHANGES = 500
# What tells one object of a list from another, so that a new department moves none of the rest.
NAMES = ("code", "version", "month", "department", "name", "kind", "heading", "item")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure: where it stands, as it was, as it is; None was, or is, not there."""

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def key(self) -> str:
        """The name of the figure itself."""
        return self.path[-1]

    @property
    def difference(self) -> int | None:
        """after − before where both are numbers."""
        numbers = isinstance(self.before, int) and isinstance(self.after, int)
        return self.after - self.before if numbers else None


def differences(before: Content, after: Content) -> list[Change]:
    """Every figure that differs, in the order of the newer content; at most 500."""
    old, new = dict(_flat(before, ())), dict(_flat(after, ()))
    paths = [*new, *(path for path in old if path not in new)]
    changed = (Change(path, old.get(path), new.get(path)) for path in paths)
    return [each for each in changed if each.before != each.after][:MOST_CHANGES]


def _flat(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _flat(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _flat(each, (*path, _name(each, at)))
    else:
        yield path, value


def _name(each: Any, at: int) -> str:
    if isinstance(each, Mapping):
        told = [str(each[key]) for key in NAMES if key in each][:3]
        if told:
            return " ".join(told)
    return str(at + 1)
