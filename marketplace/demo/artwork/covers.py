"""A shared brand's cover: a patchwork (조각보), because many hands make one cloth."""

from random import Random

from PIL import Image

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.canvas import Canvas
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.palettes import PALETTES, Palette
from marketplace.demo.artwork.scene import grained

WIDTH, HEIGHT = 1600, 900
COLUMNS, ROWS = 8, 5
CELL = 200.0
Cell = tuple[float, float, float, float]


def draw_cover(palette: str, seed: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """A wide patchwork; the same palette and seed always give the same cloth."""
    p, rng = PALETTES[palette], Random(f"cover:{palette}:{seed}")
    canvas = Canvas(*size, p.wall, view=(0, 50, 1600))
    before: Colour | None = None
    for cell in _patches(rng):
        ground = rng.choice([tone for tone in _tones(p) if tone != before])
        before = ground
        canvas.fill(shapes.rect(*cell), ground, "soft", depth=0.5)
        with canvas.inside(shapes.rect(*cell)):
            rng.choice((_quarter, _quarter, _leaf, _half, _sun, _plain))(canvas, cell, p, rng)
        canvas.stroke([(cell[0], cell[1]), (cell[0] + cell[2], cell[1])], 5, p.pale, 0.7)
        canvas.stroke([(cell[0], cell[1]), (cell[0], cell[1] + cell[3])], 5, p.pale, 0.7)
    return grained(canvas.image, rng)


def _patches(rng: Random) -> list[Cell]:
    taken: set[tuple[int, int]] = set()
    out: list[Cell] = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            if (column, row) in taken:
                continue
            wide = 1 + (
                column + 1 < COLUMNS and (column + 1, row) not in taken and rng.random() < 0.3
            )
            tall = 1 + (wide == 2 and row + 1 < ROWS and rng.random() < 0.5)
            taken |= {(column + i, row + j) for i in range(wide) for j in range(tall)}
            out.append((column * CELL, row * CELL, wide * CELL, tall * CELL))
    return out


def _tones(p: Palette) -> tuple[Colour, ...]:
    return (p.main, p.second, p.floor, p.wall, mix(p.accent, p.wall, 0.2), lighter(p.main, 0.45))


def _other(p: Palette, rng: Random) -> Colour:
    return rng.choice((p.pale, p.accent, darker(p.main, 0.3), lighter(p.second, 0.3)))


def _quarter(c: Canvas, cell: Cell, p: Palette, rng: Random) -> None:
    x, y, w, h = cell
    corner = (x + w * rng.randrange(2), y + h * rng.randrange(2))
    side = min(w, h)
    for share in (1.0, 0.66, 0.33):
        c.fill(shapes.ellipse(*corner, side * share), _other(p, rng), "soft", depth=0.4)


def _half(c: Canvas, cell: Cell, p: Palette, rng: Random) -> None:
    x, y, w, h = cell
    c.fill(shapes.ellipse(x + w / 2, y + h, min(w, h) * 0.72), _other(p, rng), "soft", depth=0.4)
    c.fill(shapes.ellipse(x + w / 2, y + h, min(w, h) * 0.4), _other(p, rng))


def _leaf(c: Canvas, cell: Cell, p: Palette, rng: Random) -> None:
    x, y, w, h = cell
    tone = _other(p, rng)
    for angle in (-62, -118):
        leaf = shapes.leaf(x + w / 2, y + h * 0.92, min(w, h) * 0.86, angle, 0.62)
        c.fill(leaf, tone if angle == -62 else lighter(tone, 0.25), "soft", rim=4)


def _sun(c: Canvas, cell: Cell, p: Palette, rng: Random) -> None:
    x, y, w, h = cell
    tone, side = _other(p, rng), min(w, h)
    for k in range(8):
        c.fill(shapes.leaf(x + w / 2, y + h / 2, side * 0.46, k * 45, 0.34), tone, "soft")
    c.fill(shapes.ellipse(x + w / 2, y + h / 2, side * 0.17), lighter(tone, 0.5))


def _plain(c: Canvas, cell: Cell, p: Palette, rng: Random) -> None:
    x, y, w, h = cell
    gap = rng.choice((28, 40, 50))
    for k in range(1, int(w // gap)):
        c.stroke([(x + k * gap, y), (x + k * gap, y + h)], 6, p.pale, 0.35)
