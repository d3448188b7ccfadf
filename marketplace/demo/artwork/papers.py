"""Papers that prove something in the demo: a certificate, a receipt; wordless."""

from random import Random

from PIL import Image

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.canvas import Canvas
from marketplace.demo.artwork.colour import Colour, lighter
from marketplace.demo.artwork.palettes import PALETTES, Palette

WIDTH, HEIGHT = 900, 1270
INK: Colour = (70, 70, 78)
SEAL: Colour = (196, 62, 48)


def draw_certificate(palette: str, seed: str) -> Image.Image:
    """A page with a double frame, a crest, lines that stand for words and a red seal."""
    p, rng = PALETTES[palette], Random(f"certificate:{seed}")
    c = Canvas(WIDTH, HEIGHT, (253, 250, 242), view=(0, 0, 900))
    for inset, width in ((40, 8), (58, 3)):
        frame = shapes.rect(inset, inset, 900 - inset * 2, 1270 - inset * 2, 10)
        c.stroke([*frame, frame[0]], width, p.main)
    c.fill(shapes.ellipse(450, 220, 90), lighter(p.main, 0.2), "soft")
    for angle in (-130, -90, -50):
        c.fill(shapes.leaf(450, 285, 120, angle, 0.42), p.pale)
    c.stroke([(290, 390), (610, 390)], 30, INK)
    c.stroke([(360, 450), (540, 450)], 12, INK, 0.5)
    _lines(c, rng, 560, 7)
    _lines(c, rng, 900, 2)
    _seal(c, 640, 1040, 58, p)
    return c.image


def draw_receipt(seed: str) -> Image.Image:
    """A narrow slip with rows of items and sums."""
    rng = Random(f"receipt:{seed}")
    c = Canvas(WIDTH, HEIGHT, (236, 236, 232), view=(0, 0, 900))
    slip = [(190, 80), (710, 80), *[(710 - i * 40, 1180 + 14 * (i % 2)) for i in range(14)]]
    c.shadow(shapes.shift(slip, 14, 18), (80, 80, 84), 0.35, 16)
    c.fill(slip, (255, 255, 252))
    c.stroke([(330, 170), (570, 170)], 26, INK)
    for row in range(rng.randrange(6, 11)):
        y = 290 + row * 62
        c.stroke([(240, y), (240 + rng.uniform(90, 210), y)], 12, INK, 0.75)
        c.stroke([(660 - rng.uniform(60, 120), y), (660, y)], 12, INK, 0.75)
    c.stroke([(240, 970), (660, 970)], 4, INK, 0.5)
    c.stroke([(240, 1020), (330, 1020)], 20, INK)
    c.stroke([(540, 1020), (660, 1020)], 20, INK)
    return c.image


def _lines(c: Canvas, rng: Random, top: float, count: int) -> None:
    for row in range(count):
        y = top + row * 44
        c.stroke([(170, y), (170 + rng.uniform(330, 560), y)], 11, INK, 0.55)


def _seal(c: Canvas, x: float, y: float, half: float, p: Palette) -> None:
    frame = shapes.rect(x - half, y - half, half * 2, half * 2, 12)
    c.stroke([*frame, frame[0]], 9, SEAL, 0.9)
    for dx in (-half * 0.4, half * 0.4):
        c.stroke([(x + dx, y - half * 0.6), (x + dx, y + half * 0.6)], 9, SEAL, 0.85)
    for dy in (-half * 0.4, 0, half * 0.4):
        c.stroke([(x - half * 0.6, y + dy), (x + half * 0.6, y + dy)], 7, SEAL, 0.8)
    c.stroke([(x - 330, y), (x - 120, y)], 20, p.ink)
