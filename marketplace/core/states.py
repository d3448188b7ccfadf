"""State machines as tables: one mapping from (state, act) to the next state."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from marketplace.core.errors import Conflict


class ImpossibleTransition(Conflict):
    """The thing is in a state that does not allow this act."""

    code = "impossible_transition"


S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class Transitions(Generic[S, A]):
    """The allowed acts of one kind of thing; raises ImpossibleTransition for any other."""

    def __init__(self, subject: str, table: Mapping[tuple[S, A], S]) -> None:
        self.subject = subject
        self.table = dict(table)

    def after(self, state: S, act: A) -> S:
        """The state that follows `act`; raises ImpossibleTransition when there is none."""
        try:
            return self.table[(state, act)]
        except KeyError:
            raise ImpossibleTransition(
                f"{self.subject}: {act.value} is not possible while {state.value}"
            ) from None

    def allows(self, state: S, act: A) -> bool:
        """Whether `act` is possible in `state`."""
        return (state, act) in self.table

    def acts_from(self, state: S) -> list[A]:
        """Every act possible in `state`, in table order."""
        return [act for (source, act) in self.table if source == state]
