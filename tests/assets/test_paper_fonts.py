"""Fonts for papers: plain TrueType made of the package's web fonts, once."""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont
from front_end import paper_fonts

from tests.assets.conftest import ROOT


def test_both_weights_are_unpacked_once_and_hold_korean(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    assert paper_fonts.build(tmp_path) == ["fonts for papers: 2 weights"]
    assert paper_fonts.build(tmp_path) == []
    for weight, number in (("Regular", 400), ("Bold", 700)):
        font = TTFont(tmp_path / "build" / "fonts" / f"PretendardGOV-{weight}.ttf")
        assert font.flavor is None
        assert font["OS/2"].usWeightClass == number
        assert ord("힣") in font.getBestCmap()
