"""What can go wrong in the business, named; the web layer decides how each is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class MarketplaceError(Exception):
    """Base of every expected failure: a sentence for people and a stable code for machines.

    `message` is a translatable Korean sentence; `kept` says what was not lost and
    `action` what to do next, both optional.
    """

    code = "error"

    def __init__(self, message: str = "", *, kept: str = "", action: str = "") -> None:
        super().__init__(message or self.code)
        self.message = message
        self.kept = kept
        self.action = action


class NotFound(MarketplaceError):
    """Nothing there, or nothing the viewer may know of."""

    code = "not_found"


class NotPermitted(MarketplaceError):
    """The viewer is known and may not do this."""

    code = "not_permitted"


class NotIdentified(MarketplaceError):
    """Nobody we know, where somebody must be known."""

    code = "not_identified"


class Invalid(MarketplaceError):
    """Input breaks a rule; `fields` maps field name to the sentences that say what to change."""

    code = "invalid"

    def __init__(
        self,
        message: str = "",
        fields: Mapping[str, Sequence[str]] | None = None,
        *,
        kept: str = "",
        action: str = "",
    ) -> None:
        super().__init__(message, kept=kept, action=action)
        self.fields: dict[str, list[str]] = {k: list(v) for k, v in (fields or {}).items()}


class Conflict(MarketplaceError):
    """The world moved on: somebody was first, the state no longer allows it."""

    code = "conflict"


class StaleVersion(Conflict):
    """Somebody else saved the same thing meanwhile."""

    code = "stale_version"


class Busy(MarketplaceError):
    """The database stayed locked longer than we wait; trying again is right."""

    code = "busy"


class ExternalFailure(MarketplaceError):
    """A provider outside did not do its part."""

    code = "external_failure"
