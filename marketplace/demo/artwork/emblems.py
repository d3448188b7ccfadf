"""Enterprise and brand emblems: a mark of three or four shapes on a tinted ground."""

from random import Random

from PIL import Image

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.canvas import Canvas
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.palettes import PALETTES, Palette

EMBLEM_SIZE = 480
KINDS = ("sun", "sprout", "wave", "hands", "house", "petals", "weave", "path")
CENTRE = 600.0


def draw_emblem(kind: str, palette: str, seed: str, size: int = EMBLEM_SIZE) -> Image.Image:
    """A square emblem; `kind` is one of KINDS."""
    p, rng = PALETTES[palette], Random(f"{kind}:{palette}:{seed}")
    tint = rng.choice((lighter(p.main, 0.86), lighter(p.accent, 0.86), lighter(p.second, 0.7)))
    c = Canvas(size, size, tint, view=(100, 100, 1000))
    _DRAW[kind](c, p, rng)
    return c.image


def _sun(c: Canvas, p: Palette, rng: Random) -> None:
    rays = rng.choice((8, 10, 12))
    for k in range(rays):
        ray = shapes.leaf(CENTRE, CENTRE, 370, 360 / rays * k, 0.24)
        c.fill(ray, p.second if k % 2 else p.accent, "soft")
    c.fill(shapes.ellipse(CENTRE, CENTRE, 190), p.main, "soft")
    c.fill(shapes.arc(CENTRE, CENTRE + 50, 96, 96, 180, 360), lighter(p.main, 0.75))


def _sprout(c: Canvas, p: Palette, rng: Random) -> None:
    c.fill(shapes.ellipse(CENTRE, CENTRE, 370), p.main, "soft")
    c.stroke([(CENTRE, 840), (CENTRE, 560)], 34, p.pale)
    lean = rng.choice((0, 8))
    c.fill(shapes.leaf(CENTRE, 640, 300, -144 - lean, 0.6), p.pale, "soft")
    c.fill(shapes.leaf(CENTRE, 590, 330, -38 + lean, 0.6), p.second, "soft")
    c.fill(shapes.arc(CENTRE, 860, 190, 70, 180, 360), p.accent, "soft")


def _wave(c: Canvas, p: Palette, rng: Random) -> None:
    disc = shapes.ellipse(CENTRE, CENTRE, 370)
    c.fill(disc, lighter(p.second, 0.4), "soft")
    with c.inside(disc):
        c.fill(shapes.ellipse(CENTRE + rng.choice((-110, 110)), 450, 120), p.accent, "soft")
        for row, tone in enumerate((lighter(p.main, 0.35), p.main, darker(p.main, 0.3))):
            y = 600 + row * 110
            crest = [(180 + k * 140, y + (34 if (k + row) % 2 else -34)) for k in range(8)]
            c.fill([*shapes.smooth(crest, closed=False), (1200, 1100), (100, 1100)], tone, "soft")


def _hands(c: Canvas, p: Palette, rng: Random) -> None:
    tones: tuple[Colour, ...] = (p.main, p.accent, p.second)
    turn = rng.choice((0, 30))
    for k in range(3):
        arc = shapes.arc(CENTRE, CENTRE, 260, 260, k * 120 + turn, k * 120 + 92 + turn)
        c.stroke(arc, 104, tones[k])
        c.fill(shapes.ellipse(*arc[-1], 40), lighter(tones[k], 0.75))
    c.fill(shapes.ellipse(CENTRE, CENTRE, 92), darker(p.main, 0.2), "soft")


def _house(c: Canvas, p: Palette, rng: Random) -> None:
    c.fill(shapes.rect(380, 560, 440, 320, 30), p.second, "soft")
    c.fill([(290, 600), (600, 300), (910, 600)], p.main, "soft", rim=6)
    c.fill([*shapes.arc(600, 740, 92, 92, 180, 360), (692, 880), (508, 880)], p.pale)
    c.fill(shapes.ellipse(600, 500, rng.choice((44, 56))), p.accent)
    c.stroke([(290, 888), (910, 888)], 34, darker(p.main, 0.2))


def _petals(c: Canvas, p: Palette, rng: Random) -> None:
    count = rng.choice((5, 6, 8))
    tones = (p.main, lighter(p.main, 0.3), p.accent)
    for k in range(count):
        petal = shapes.leaf(CENTRE, CENTRE, 390, 360 / count * k - 90, 0.62)
        c.fill(petal, tones[k % (3 if count == 6 else 2)], "soft", rim=6)
    c.fill(shapes.ellipse(CENTRE, CENTRE, 96), p.second, "soft")


def _weave(c: Canvas, p: Palette, rng: Random) -> None:
    board = shapes.rect(250, 250, 700, 700, 130)
    c.fill(board, p.main, "soft")
    flip = rng.randrange(2)
    with c.inside(board):
        for row in range(4):
            for column in range(4):
                x, y = 337 + column * 175, 337 + row * 175
                wide = (row + column + flip) % 2
                tone = p.second if wide else p.pale
                w, h = (150, 76) if wide else (76, 150)
                c.fill(shapes.rect(x - w / 2, y - h / 2, w, h, 34), tone, "soft")
    c.fill(shapes.ellipse(600, 600, 44), p.accent)


def _path(c: Canvas, p: Palette, rng: Random) -> None:
    disc = shapes.ellipse(CENTRE, CENTRE, 370)
    c.fill(disc, mix(p.second, p.pale, 0.4), "soft")
    with c.inside(disc):
        c.fill(shapes.ellipse(420, 900, 360, 300), p.main, "soft")
        c.fill(shapes.ellipse(860, 940, 330, 280), darker(p.main, 0.25), "soft")
        way = shapes.smooth([(560, 1000), (520, 860), (660, 760), (600, 640)], closed=False)
        c.stroke(way, 56, p.pale)
        c.fill(shapes.ellipse(700 - 200 * rng.randrange(2), 430, 96), p.accent, "soft")


_DRAW = dict(
    zip(KINDS, (_sun, _sprout, _wave, _hands, _house, _petals, _weave, _path), strict=True)
)
