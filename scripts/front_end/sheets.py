"""Our style sheet and script, each joined into one file, because every import is a request."""

from __future__ import annotations

import re
from pathlib import Path

from front_end import stamps

IMPORT = re.compile(r'@import "([^"]+)" layer\(([a-z]+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r'("(?:[^"\\]|\\.)*")')


def build(root: Path, *, force: bool = False) -> list[str]:
    """Write vendor/app.css, vendor/app.js and vendor/htmx.min.js; tells which changed."""
    vendor = root / "static" / "vendor"
    results = {
        vendor / "app.css": joined_css(root / "static" / "css", vendor / "fonts" / "fonts.css"),
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


def joined_css(folder: Path, fonts: Path) -> str:
    """The entry sheet with its imports in place, the font faces, and every page's own sheet."""
    entry = (folder / "app.css").read_text("utf-8")
    order = entry[entry.index("@layer") : entry.index(";", entry.index("@layer")) + 1]
    parts = [order, fonts.read_text("utf-8")]
    parts += [_layered(folder / name, layer) for name, layer in IMPORT.findall(entry)]
    parts += [_layered(sheet, "pages") for sheet in sorted((folder / "pages").glob("*.css"))]
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
