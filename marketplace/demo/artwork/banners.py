"""Wide pictures with room for words: the home page's hero and exhibitions."""

from random import Random

from PIL import Image

from marketplace.demo.artwork import repertoire, shapes
from marketplace.demo.artwork.canvas import Canvas
from marketplace.demo.artwork.colour import mix
from marketplace.demo.artwork.palettes import PALETTES
from marketplace.demo.artwork.scene import Scene, grained

WIDTH, HEIGHT = 1920, 800
# Where motifs stand on a table 2160 units wide, and how large: the two behind, the one in front.
PLACES = ((905, 0.56), (1575, 0.54), (1240, 0.74))


class Shelf(Scene):
    """A wide table on which several motifs stand side by side, the left kept calm for words."""

    def __init__(self, palette: str, seed: str, width: int, height: int) -> None:
        self.p = PALETTES[palette]
        self.rng = Random(f"banner:{palette}:{seed}")
        self.room = 0
        across = 2160.0
        tall = across * height / width
        self.c = Canvas(width, height, self.p.wall, view=(0, 1120 - tall, across))
        self._stage(across)

    def _stage(self, across: float) -> None:
        self.c.fill(shapes.ellipse(1240, 690, 540), self.p.glow, "soft", depth=0.3)
        self.c.fill(shapes.ellipse(330, 430, 110), mix(self.p.wall, self.p.glow, 0.6))
        hill = shapes.smooth([(-60, 800), (240, 700), (600, 742), (900, 690), (1260, 800)], False)
        self.c.fill([*hill, (1260, 840), (-60, 840)], mix(self.p.wall, self.p.floor, 0.6))
        self.c.fill(shapes.rect(-10, 800, across + 20, 420), self.p.floor, "fall", depth=0.35)

    def place(self, motif: str, x: float, size: float) -> None:
        """Draw a motif about `x`, `size` times its usual size, standing on the same table."""
        view = self.c.left, self.c.top, self.c.scale
        self.c.left = 600 - (x - view[0]) / size
        self.c.top = 985 - (1000 - view[1]) / size
        self.c.scale = view[2] * size
        repertoire.draw(motif, self)
        self.c.left, self.c.top, self.c.scale = view


def draw_banner(
    palette: str, motifs: list[str], seed: str, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Image.Image:
    """A banner with up to three motifs right of its middle; its left third stays calm.

    Everything stands within the middle four fifths, because pages crop the sides.
    """
    shelf = Shelf(palette, seed, *size)
    for motif, (x, scale) in zip(motifs, PLACES, strict=False):
        shelf.place(motif, x, scale)
    return grained(shelf.c.image, shelf.rng)
