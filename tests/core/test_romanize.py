"""Korean names as addresses."""

from __future__ import annotations

import pytest

from marketplace.core.romanize import romanize, slug_of


class TestRomanize:
    @pytest.mark.parametrize(
        ("korean", "latin"),
        [("태화루", "taehwaru"), ("쌀빵", "ssalppang"), ("의왕", "uiwang"), ("값 abc", "gabs abc")],
    )
    def test_writes_syllable_by_syllable(self, korean: str, latin: str) -> None:
        assert romanize(korean) == latin


class TestSlugOf:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("㈜푸른세상", "pureunsesang"),
            ("녹색마을(협)", "noksaekmaeul"),
            ("(주) 비누 3호점!", "binu-3hojeom"),
            ("주식회사 Café 온", "cafe-on"),
            ("㈜", "name"),
        ],
    )
    def test_is_kebab_case_without_the_legal_form(self, name: str, slug: str) -> None:
        assert slug_of(name) == slug
