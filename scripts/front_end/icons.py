"""One sprite of the icons our pages name, cut from lucide-static (ISC licence)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from front_end import stamps

NAMED = re.compile(
    r"""(?:\b(?:icon|glyph|icon_button)\(\s*|\bicon(?:_end)?\s*=\s*|["']icon["']\s*:\s*)"""
    r"""["']([a-z0-9-]+)["']"""
)
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def build(root: Path, *, force: bool = False) -> list[str]:
    """Write vendor/icons.svg; an icon that does not exist is told and left out."""
    names = named(root)
    missing = sorted(name for name in names if not _source(root, name).is_file())
    for name in missing:
        print(f"  warning: no icon is called {name!r} in lucide-static")
    sprite = _sprite(root, sorted(names - set(missing)))
    target = root / "static" / "vendor" / "icons.svg"
    if not force and target.is_file() and target.read_text("utf-8") == sprite:
        return []
    stamps.write(target, sprite)
    return [f"icons.svg {len(names) - len(missing)} icons, {len(sprite) / 1024:.0f} kB"]


def named(root: Path) -> set[str]:
    """Every icon named in a template or view, and those of static/img/icons.txt."""
    listed = (root / "static" / "img" / "icons.txt").read_text("utf-8").splitlines()
    names = {line.strip() for line in listed if line.strip() and not line.startswith("#")}
    for source in _sources(root):
        names.update(NAMED.findall(source.read_text("utf-8")))
    return names


def _sources(root: Path) -> Iterator[Path]:
    yield from (root / "templates").rglob("*.html")
    yield from (root / "marketplace" / "web").rglob("*.py")


def _source(root: Path, name: str) -> Path:
    return root / "node_modules" / "lucide-static" / "icons" / f"{name}.svg"


def _sprite(root: Path, names: list[str]) -> str:
    symbols = "".join(_symbol(_source(root, name), name) for name in names)
    licence = "<!-- icons: lucide-static, ISC licence -->"
    return f'<svg xmlns="http://www.w3.org/2000/svg">{licence}{symbols}</svg>\n'


def _symbol(file: Path, name: str) -> str:
    found = DRAWING.search(file.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{file} holds no drawing")
    inner = re.sub(r"\s+", " ", found.group(1)).replace("> <", "><").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'
