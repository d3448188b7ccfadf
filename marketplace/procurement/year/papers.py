"""Composed documents as plain data: what a page shows, a PDF sets and a publication keeps.

The shape is that of templates/documents/report.typ: a title, facts, notes and sections of words,
tables and bars. Papers are Korean, as the office files them; amounts stand as words with commas.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

Block = dict[str, Any]
Paper = dict[str, Any]
WIDE_FROM = 8  # columns that no longer fit an upright sheet


def paper(
    title: str,
    *,
    issuer: str,
    sections: Sequence[dict[str, Any]],
    subtitle: str = "",
    facts: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
    footer: str = "",
) -> Paper:
    """A whole document; turned to landscape when a table in it is wide."""
    tables = [block["table"] for each in sections for block in each["blocks"] if "table" in block]
    made: Paper = {
        "title": title,
        "issuer": issuer,
        "footer": footer or title,
        "wide": any(len(table["columns"]) >= WIDE_FROM for table in tables),
        "facts": [{"label": label, "value": value} for label, value in facts],
        "notes": [{"words": words} for words in notes],
        "sections": [each for each in sections if each["blocks"]],
    }
    return made | {"subtitle": subtitle} if subtitle else made


def section(heading: str, *blocks: Block, level: int = 2) -> dict[str, Any]:
    """A heading with its blocks; one without blocks is left out of the paper."""
    return {"heading": heading, "level": level, "blocks": [each for each in blocks if each]}


def words(text: str) -> list[Block]:
    """A text as paragraphs, one for each line somebody wrote."""
    return [{"words": line.strip()} for line in text.splitlines() if line.strip()]


def note(text: str, *, is_warning: bool = False) -> Block:
    """A sentence that must not be overlooked."""
    return {"note": text, "tone": "warn" if is_warning else "plain"}


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    total: Sequence[str] | None = None,
    remark: str = "",
    texts: int = 1,
) -> Block:
    """Rows of words; the first `texts` columns are words, the others figures."""
    heads = [
        {
            "label": label,
            "align": "left" if at < texts else "right",
            "width": "fill" if at < texts else "auto",
        }
        for at, label in enumerate(columns)
    ]
    return {
        "table": {
            "caption": caption,
            "columns": heads,
            "rows": [list(row) for row in rows],
            "total": list(total) if total else None,
            "note": remark,
        }
    }


def bars(caption: str, rows: Sequence[tuple[str, int | None, str]]) -> Block:
    """Bars by amount with the words beside each; what was not measured has no length."""
    longest = max((won for _, won, _ in rows if won), default=0) or 1
    return {
        "bars": {
            "caption": caption,
            "rows": [
                {"label": label, "words": said, "permille": max(0, (won or 0) * 1_000 // longest)}
                for label, won, said in rows
            ],
        }
    }


def won_words(amount: int | None) -> str:
    """1,234원; a dash for what nobody stated."""
    return "–" if amount is None else f"{amount:,}원"


def number(amount: int | None) -> str:
    """1,234 for a column whose head names the unit."""
    return "–" if amount is None else f"{amount:,}"


def percent_words(rate: Decimal | None) -> str:
    """83.3%; a dash when there is nothing to measure against."""
    return "–" if rate is None else f"{rate:,}%"


def day_words(day: Any) -> str:
    """2026. 3. 5. as Korean papers write a day."""
    return f"{day.year}. {day.month}. {day.day}."
