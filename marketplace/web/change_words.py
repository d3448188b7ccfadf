"""What changed between two versions, in words."""

from __future__ import annotations

from typing import Any

from marketplace.procurement.publishing.differences import Change
from marketplace.procurement.publishing.plain_report import label_of, words_of
from marketplace.web.report_view import told


def shown_changes(changes: list[Change]) -> list[dict[str, Any]]:
    """Changes in words: where, before, after, and by how much for amounts."""
    return [
        {
            "where": " › ".join(told(label_of(part)) for part in each.path),
            "before": told(words_of(each.key, each.before)),
            "after": told(words_of(each.key, each.after)),
            "difference": ("" if each.difference is None else f"{each.difference:+,}"),
        }
        for each in changes
    ]
