"""The room a thing stands in: wall, table, a glow behind, ground shadows, a sprig beside."""

from collections.abc import Sequence
from random import Random

from PIL import Image

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.canvas import Canvas
from marketplace.demo.artwork.colour import darker, lighter, mix
from marketplace.demo.artwork.palettes import Palette
from marketplace.demo.artwork.shapes import Point

TABLE = 800.0  # where the wall meets the table
BASE = 985.0  # where things stand


class Scene:
    """One picture in the making: a canvas, its palette, and chance that always falls the same."""

    def __init__(self, palette: Palette, seed: str, width: int, room: int) -> None:
        self.p = palette
        self.rng = Random(seed)
        self.room = room
        self.c = Canvas(width, width, palette.wall)
        self._furnish()

    def _furnish(self) -> None:
        (self._arch, self._sun, self._window)[self.room % 3]()
        floor = shapes.rect(-10, TABLE, 1220, 420)
        self.c.fill(floor, self.p.floor, "fall", depth=0.35)

    def _arch(self) -> None:
        left, right, top = 215.0, 985.0, 190.0
        path = [
            (left, TABLE),
            *shapes.arc((left + right) / 2, top + 385, 385, 385, 180, 360),
            (right, TABLE),
        ]
        self.c.fill(path, mix(self.p.glow, self.p.floor, 0.12), "soft", depth=0.35)

    def _sun(self) -> None:
        cx = 600 + self.rng.choice((-130, 130))
        self.c.fill(shapes.ellipse(cx, 500, 390), self.p.glow, "soft", depth=0.3)

    def _window(self) -> None:
        glow = mix(self.p.wall, self.p.glow, 0.85)
        for column in range(2):
            for row in range(2):
                x, y = 250 + column * 300, 110 + row * 300 + column * 60
                pane = [(x, y), (x + 276, y + 55), (x + 276, y + 335), (x, y + 280)]
                self.c.fill(pane, glow)

    def ground(self, left: float, right: float, y: float = BASE, reach: float = 210) -> None:
        """The shadow of something standing on the table from `left` to `right`."""
        tone = darker(self.p.floor, 0.85)
        width = right - left
        cast = [(left + 14, y), (left + reach * 0.9, y - reach * 0.42)]
        cast += [
            (right + reach, y - reach * 0.42),
            (right + reach * 0.55, y - 8),
            (right - 4, y + 8),
        ]
        self.c.shadow(cast, tone, 0.26, 26)
        contact = shapes.ellipse(
            (left + right) / 2 + 10, y + 3, width * 0.53, max(16, width * 0.045)
        )
        self.c.shadow(contact, tone, 0.55, 16)

    def hover(self, cx: float, width: float, y: float = BASE) -> None:
        """The faint shadow under a thing that hangs above the table."""
        tone = darker(self.p.floor, 0.8)
        self.c.shadow(shapes.ellipse(cx, y, width / 2, 30), tone, 0.34, 30)

    def drop(
        self, path: Sequence[Point], dx: float = 14, dy: float = 18, opacity: float = 0.3
    ) -> None:
        """The shadow a flat thing throws on what lies behind it."""
        self.c.shadow(shapes.shift(path, dx, dy), darker(self.p.ink, 0.2), opacity, 15)

    def sprig(self, x: float, y: float, size: float, angle: float, leaves: int = 7) -> None:
        """A small branch with paired leaves, growing from (x, y)."""
        green = mix(self.p.main, (96, 128, 92), 0.6)
        tip = shapes.turn([(x + size, y - size * 0.06)], angle, (x, y))[0]
        self.c.stroke([(x, y), tip], 7, darker(green, 0.35))
        for i in range(1, leaves + 1):
            share = i / (leaves + 0.6)
            at = (x + (tip[0] - x) * share, y + (tip[1] - y) * share)
            length = size * (0.36 - 0.14 * share)
            lean = 42 if i % 2 else -42
            tone = lighter(green, 0.08 + 0.14 * (i % 3))
            leaf = shapes.leaf(*at, length, angle + lean)
            self.c.fill(leaf, tone, "soft", rim=3)
        self.c.fill(shapes.leaf(*tip, size * 0.2, angle), lighter(green, 0.2), "soft", rim=3)

    def finish(self) -> Image.Image:
        """The picture with a breath of paper grain, which also hides banding."""
        return grained(self.c.image, self.rng)


def grained(image: Image.Image, rng: Random, strength: int = 3) -> Image.Image:
    """The picture under a fine, even paper grain."""
    tile = Image.frombytes("L", (256, 256), rng.randbytes(256 * 256))
    light, dark = Image.new("L", image.size), Image.new("L", image.size)
    low = tile.point([max(0, v - 128) * strength // 64 for v in range(256)])
    high = tile.point([max(0, 127 - v) * strength // 64 for v in range(256)])
    for y in range(0, image.height, 256):
        for x in range(0, image.width, 256):
            light.paste(low, (x, y))
            dark.paste(high, (x, y))
    image.paste((255, 255, 255), (0, 0), light)
    image.paste((0, 0, 0), (0, 0), dark)
    return image
