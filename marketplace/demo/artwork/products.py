"""Product pictures: a motif in a room of its palette."""

from PIL import Image

from marketplace.demo.artwork import repertoire
from marketplace.demo.artwork.palettes import PALETTES
from marketplace.demo.artwork.scene import Scene

SIZE = 1200
ROOMS = 3


def draw_product(
    motif: str, palette: str, seed: str, *, room: int = 0, size: int = SIZE
) -> Image.Image:
    """A square product picture in one of three rooms; raises KeyError for an unknown name."""
    scene = Scene(PALETTES[palette], f"{motif}:{palette}:{seed}", size, room)
    repertoire.draw(motif, scene)
    return scene.finish()
