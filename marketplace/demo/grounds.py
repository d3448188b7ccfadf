"""What everything else refers to, and the invented district the demonstration plays in."""

from __future__ import annotations

from marketplace.core.database import transaction
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.founding.laying import lay_ground, lay_regions


def lay(watcher: Watcher) -> None:
    """Add what is missing."""
    for act in watched((lay_ground, _lay_invented), watcher, "기초 자료"):
        with transaction():
            act()


def _lay_invented() -> None:
    lay_regions(read("regions"))
