"""Our style sheet and script, each joined into one file, because every import is a request."""

from __future__ import annotations

import re
from pathlib import Path

from front_end import stamps

IMPORT = re.compile(r'@import "([^"]+)" layer\(([a-z]+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Page sheets whose names begin so are loaded by the working portals only.
PORTAL_PAGES = ("seller", "buyer", "office", "coordination")
STRING = re.compile(r'("(?:[^"\\]|\\.)*")')


def build(root: Path, *, force: bool = False) -> list[str]:
    """Write the two sheets, app.js and htmx.min.js into vendor; tells which changed."""
    vendor, css = root / "static" / "vendor", root / "static" / "css"
    results = {
        vendor / "app.css": joined_css(css, "app.css", vendor / "fonts" / "fonts.css"),
        vendor / "portals.css": joined_css(css, "portals.css"),
        vendor / "app.js": joined_js(root / "static" / "js"),
        vendor / "htmx.min.js": (
            root / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
        ).read_text("utf-8"),
    }
    changed = []
    for path, text in results.items():
        if force or not path.is_file() or path.read_text("utf-8") != text:
            stamps.write(path, text)
            changed.append(f"{path.name} {len(text.encode()) / 1024:.0f} kB")
    return changed


def joined_css(folder: Path, name: str, fonts: Path | None = None) -> str:
    """An entry sheet with its imports in place, the font faces, and the pages' own sheets."""
    entry = (folder / name).read_text("utf-8")
    order = entry[entry.index("@layer") : entry.index(";", entry.index("@layer")) + 1]
    parts = [order, *([fonts.read_text("utf-8")] if fonts else [])]
    parts += [_layered(folder / sheet, layer) for sheet, layer in IMPORT.findall(entry)]
    parts += [
        _layered(sheet, "pages")
        for sheet in sorted((folder / "pages").glob("*.css"))
        if sheet.name.startswith(PORTAL_PAGES) is (name == "portals.css")
    ]
    return squeezed("\n".join(parts))


def _layered(sheet: Path, layer: str) -> str:
    return f"@layer {layer} {{\n{sheet.read_text('utf-8')}\n}}"


def squeezed(css: str) -> str:
    """The same rules without comments and needless space; quoted strings stay as they are."""
    pieces = STRING.split(COMMENT.sub("", css))
    for index in range(0, len(pieces), 2):
        plain = re.sub(r"\s+", " ", pieces[index])
        pieces[index] = re.sub(r"\s*([{};,])\s*", r"\1", plain).replace(";}", "}")
    return "".join(pieces).strip() + "\n"


def joined_js(folder: Path) -> str:
    """Our small scripts in one module, each in a block of its own so that names do not meet."""
    parts = (f"{{\n{script.read_text('utf-8')}}}" for script in sorted(folder.glob("*.js")))
    return "\n".join(parts) + "\n"
