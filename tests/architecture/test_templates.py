"""Templates keep the content policy and the components keep the templates small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts
)
FORBIDDEN = {
    "inline style": re.compile(r"<[^>]+\sstyle="),
    "inline handler": re.compile(r"<[^>]+\son[a-z]+="),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(?!\s*</script>)"),
    "foreign address": re.compile(r"(?:src|href)=\"https?://(?!www\.ftc\.go\.kr)"),
}
# Structured data for search engines is data, not a program, and carries the nonce.
ALLOWED = re.compile(r"<script type=\"application/ld\+json\"")


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_templates_keep_the_content_policy(fault: str) -> None:
    guilty = []
    for path in TEMPLATES:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if FORBIDDEN[fault].search(line) and not ALLOWED.search(line):
                guilty.append(f"{path.relative_to(ROOT)}:{number}")
    assert guilty == []
