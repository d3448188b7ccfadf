"""Everything that can be drawn: importing this module gathers every motif."""

from importlib import import_module
from pkgutil import iter_modules

from marketplace.demo.artwork import motifs
from marketplace.demo.artwork.registry import MOTIFS
from marketplace.demo.artwork.scene import Scene

for _module in iter_modules(motifs.__path__):
    import_module(f"{motifs.__name__}.{_module.name}")


def names() -> list[str]:
    """Every motif a product may name, in alphabetical order."""
    return sorted(MOTIFS)


def draw(motif: str, scene: Scene) -> None:
    """Draw a motif into a scene; raises KeyError for an unknown name."""
    MOTIFS[motif](scene)
