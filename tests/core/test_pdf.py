"""Papers as PDF: Korean can be read back, data stays data, the same bytes each time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from marketplace.core.pdf import TEMPLATES, TemplateNotFound, render_pdf


def report(**more: Any) -> dict[str, Any]:
    table = {
        "caption": "연도별",
        "columns": [{"label": "연도"}, {"label": "실적(원)", "align": "right"}],
        "rows": [["2015", "3,840,000,000"], ["2016", "5,000,000,000"]],
        "total": ["계", "8,840,000,000"],
    }
    bars = {"caption": "실적", "rows": [{"label": "2016", "words": "142.9%", "permille": 1000}]}
    return {
        "title": "가상구 2016년 구매실적",
        "facts": [{"label": "이행률", "value": "142.9%"}],
        "sections": [{"heading": "연도별 실적", "blocks": [{"table": table}, {"bars": bars}]}],
        **more,
    }


def words_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


class TestRenderPdf:
    def test_korean_and_figures_are_read_back(self) -> None:
        words = words_of(render_pdf("report.typ", report()))
        for said in ("가상구 2016년 구매실적", "142.9%", "3,840,000,000", "계", "1 / 1"):
            assert said in words

    def test_the_same_data_gives_the_same_bytes(self) -> None:
        assert render_pdf("report.typ", report()) == render_pdf("report.typ", report())

    def test_the_date_in_the_file_is_the_one_given(self) -> None:
        made = render_pdf("report.typ", report(), dated=datetime(2017, 1, 20, 3, tzinfo=UTC))
        meta = PdfReader(BytesIO(made)).metadata
        assert meta is not None
        assert meta.creation_date == datetime(2017, 1, 20, 3, tzinfo=UTC)
        assert meta.title == "가상구 2016년 구매실적"

    def test_is_tagged_and_says_its_language(self) -> None:
        root = PdfReader(BytesIO(render_pdf("report.typ", report()))).root_object
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "ko"

    @pytest.mark.parametrize(
        "evil",
        [
            '#eval("1+1")',
            '#read("/etc/passwd")',
            "*별* _밑줄_ $x^2$ `c`",
            '")] #panic("x")',
            "<b>&amp;",
        ],
    )
    def test_data_is_set_as_the_letters_it_has(self, evil: str) -> None:
        data = report(notes=[{"words": evil}], footer=evil)
        assert evil.split(maxsplit=1)[0] in words_of(render_pdf("report.typ", data))

    def test_a_very_long_word_stays_a_paper(self) -> None:
        made = render_pdf("report.typ", report(notes=[{"words": "가" * 20_000}]))
        assert len(PdfReader(BytesIO(made)).pages) >= 2

    @pytest.mark.parametrize("name", ["../report.typ", "/etc/passwd", "report", "none.typ", ""])
    def test_rejects_a_template_that_is_not_ours(self, name: str) -> None:
        with pytest.raises(TemplateNotFound):
            render_pdf(name, report())

    def test_rejects_data_without_what_the_template_needs(self) -> None:
        with pytest.raises(typst.TypstError):
            render_pdf("report.typ", {"sections": []})


class TestTemplates:
    @pytest.mark.parametrize("path", sorted(TEMPLATES.glob("**/*.typ")), ids=lambda p: p.name)
    def test_name_what_they_load_themselves(self, path: Any) -> None:
        """What data could steer: evaluating, and loading a path that is no literal."""
        source = re.sub(r"//.*", "", path.read_text())
        assert not re.search(r"\beval\b|\bplugin\b|@preview", source)
        loads = re.findall(
            r"\b(?:read|image|include|import|csv|yaml|toml|xml|cbor)\b\s*(\S*)", source
        )
        drawn = r"\(bytes\(data\.[a-z_.]+\),"  # a drawing that comes as its bytes, by no path
        named = r'\(?"[a-z_]+\.typ"'
        assert all(re.match(f"{named}|{drawn}", what) for what in loads), loads
