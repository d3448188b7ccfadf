"""The joined sheet: smaller, in layers, and the same rules."""

from __future__ import annotations

import re
from pathlib import Path

from front_end import sheets

CSS = Path(__file__).resolve().parent.parent.parent / "static" / "css"


class TestSqueezed:
    def test_drops_comments_and_space_around_signs(self) -> None:
        assert sheets.squeezed("a , b {\n  color : red;\n}\n/* why */") == "a,b{color : red}\n"

    def test_keeps_strings_as_they_are(self) -> None:
        assert 'url("a;  b{ }")' in sheets.squeezed('p { background: url("a;  b{ }"); }')

    def test_keeps_the_space_that_means_a_descendant(self) -> None:
        assert sheets.squeezed("a :hover { top: 0 }") == "a :hover{top: 0}\n"


class TestJoinedCss:
    def test_puts_every_listed_sheet_in_its_layer(self, tmp_path: Path) -> None:
        (tmp_path / "pages").mkdir()
        entry = '@layer base, pages;\n@import "one.css" layer(base);\n'
        (tmp_path / "app.css").write_text(entry)
        (tmp_path / "one.css").write_text("p { margin: 0; }")
        (tmp_path / "pages" / "home.css").write_text(".hero { padding: 0; }")
        (tmp_path / "fonts.css").write_text("@font-face { font-family: x; }")
        assert sheets.joined_css(tmp_path, "app.css", tmp_path / "fonts.css") == (
            "@layer base,pages;@font-face{font-family: x}"
            "@layer base{p{margin: 0}}@layer pages{.hero{padding: 0}}\n"
        )

    def test_keeps_the_portals_pages_out_of_the_shop(self, tmp_path: Path) -> None:
        (tmp_path / "pages").mkdir()
        for entry in ("app.css", "portals.css"):
            (tmp_path / entry).write_text("@layer pages;\n")
        (tmp_path / "pages" / "buyer-ledger.css").write_text(".ledger { margin: 0; }")
        (tmp_path / "pages" / "store-home.css").write_text(".hero { margin: 0; }")
        shop = sheets.joined_css(tmp_path, "app.css")
        portals = sheets.joined_css(tmp_path, "portals.css")
        assert (".hero" in shop, ".ledger" in shop) == (True, False)
        assert (".hero" in portals, ".ledger" in portals) == (False, True)

    def test_lists_every_sheet_of_components_and_layouts(self) -> None:
        entries = (CSS / name for name in ("app.css", "portals.css"))
        listed = {name for e in entries for name in re.findall(r'"([^"]+)"', e.read_text("utf-8"))}
        written = {
            f"{folder}/{sheet.name}"
            for folder in ("components", "layouts")
            for sheet in (CSS / folder).glob("*.css")
        }
        assert written <= listed


class TestColours:
    def test_stand_in_the_tokens_only(self) -> None:
        """A colour written anywhere else escapes the contrast that was checked for tokens."""
        loose = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)
        found = {
            sheet.name: loose.findall(re.sub(r'url\("[^"]*"\)', "", sheet.read_text("utf-8")))
            for sheet in CSS.rglob("*.css")
            if sheet.name not in {"tokens.css"}
        }
        assert {name: colours for name, colours in found.items() if colours} == {}
