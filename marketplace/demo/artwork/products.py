"""Product pictures: a motif in a room of its palette."""

from importlib import import_module
from pkgutil import iter_modules

from PIL import Image

from marketplace.demo.artwork import motifs
from marketplace.demo.artwork.palettes import PALETTES
from marketplace.demo.artwork.registry import MOTIFS
from marketplace.demo.artwork.scene import Scene

SIZE = 1200

for _module in iter_modules(motifs.__path__):
    import_module(f"{motifs.__name__}.{_module.name}")


def draw_product(motif: str, palette: str, seed: str, *, variant: int = 0, size: int = SIZE) -> Image.Image:
    """A square product picture; `variant` (0 to 2) chooses the room. Raises KeyError for unknown names."""
    scene = Scene(PALETTES[palette], f"{motif}:{palette}:{seed}", size, variant)
    MOTIFS[motif](scene)
    return scene.finish()
