"""Papers as PDF: a template of ours and plain data in, the same bytes out each time.

Templates are Typst files in templates/documents. Data reaches them as JSON and is set as text,
so nothing in it is markup, a path or a command. Fonts are put into build/fonts by scripts/setup;
those of the machine are not looked at, or the same paper would differ between two servers.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates" / "documents"
FONTS = ROOT / "build" / "fonts"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
TEMPLATE_NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*\.typ")


class TemplateNotFound(LookupError):
    """No template of that name among ours."""


class FontsMissing(RuntimeError):
    """scripts/setup has not put the Korean fonts where papers take them from."""


def render_pdf(template_name: str, data: dict[str, Any], *, dated: datetime = UNDATED) -> bytes:
    """A tagged, accessible PDF (PDF/UA-1) of `templates/documents/<template_name>`.

    `data` is plain JSON (no floats where amounts are meant); the template reads it whole from
    `sys.inputs.data`. `dated` is the date written into the file, never the present. Raises
    TemplateNotFound, FontsMissing, or typst.TypstError when data lacks what the template needs.
    """
    made: bytes = typst.compile(
        _template(template_name),
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"],
        timestamp=dated,
    )
    return made


def _template(name: str) -> Path:
    path = TEMPLATES / name
    if not TEMPLATE_NAME.fullmatch(name) or not path.is_file():
        raise TemplateNotFound(name)
    return path


@cache
def _fonts() -> typst.Fonts:
    if not list(FONTS.glob("*.ttf")):
        raise FontsMissing(f"no fonts in {FONTS}: run scripts/setup")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
