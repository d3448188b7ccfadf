"""What people type, as it is kept."""

from __future__ import annotations

import re

# Neither database nor reader has use for these; PostgreSQL refuses NUL.
NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
EMPTY_LINES = re.compile(r"\n{3,}")


def clean(said: str) -> str:
    """Lines ended alike, without control characters, at most one empty line in a row."""
    lines = said.replace("\r\n", "\n").replace("\r", "\n")
    return EMPTY_LINES.sub("\n\n", NOT_TEXT.sub("", lines)).strip()
