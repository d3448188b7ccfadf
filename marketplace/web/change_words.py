"""What changed between two versions, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from marketplace.procurement.publishing.differences import Change
from marketplace.procurement.publishing.plain_report import label_of, words_of
from marketplace.web.report_view import told


def shown_changes(changes: list[Change]) -> list[dict[str, Any]]:
    """Changes in words: where, before, after, and by how much for amounts."""
    return [
        {
            "where": " › ".join(_parts(each.path)),
            "before": told(words_of(each.key, each.before)),
            "after": told(words_of(each.key, each.after)),
            "difference": ("" if each.difference is None else f"{each.difference:+,}"),
        }
        for each in changes
    ]


def _parts(path: tuple[str, ...]) -> Iterator[str]:
    """Names of the way to a figure; a month and a quarter say that they are one."""
    before = ""
    for part in path:
        if before == "months" and part.isdecimal():
            yield str(_("%(month)d월", month=int(part)))
        elif before == "quarters_won" and part.isdecimal():
            yield str(_("%(quarter)d분기", quarter=int(part)))
        else:
            yield told(label_of(part))
        before = part
