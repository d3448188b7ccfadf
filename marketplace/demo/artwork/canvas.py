"""A painting surface: smooth-edged outlines, soft light from the upper left, soft shadows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from marketplace.demo.artwork.colour import Colour, darker, lighter
from marketplace.demo.artwork.shapes import Point

# The part of the 1200-unit design space that is in view: left, top and width.
VIEW = (60.0, 96.0, 1080.0)
OVERSAMPLE = 3
Box = tuple[int, int, int, int]

# Position across the shape -> (light, dark), both 0 to 255.
PROFILES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "round": ((0, 30, 50), (12, 90, 0), (26, 150, 0), (45, 30, 0), (62, 0, 40), (100, 0, 190)),
    "soft": ((0, 70, 0), (30, 60, 0), (60, 0, 10), (100, 0, 95)),
    "fall": ((0, 90, 0), (35, 25, 0), (60, 0, 10), (100, 0, 110)),
}


@lru_cache(maxsize=8)
def _ramp(profile: str) -> tuple[Image.Image, Image.Image]:
    stops = PROFILES[profile]
    light, dark = Image.new("L", (256, 1)), Image.new("L", (256, 1))
    for x in range(256):
        at = x / 2.55
        right = next(i for i, stop in enumerate(stops) if stop[0] >= at or i == len(stops) - 1)
        left = max(right - 1, 0)
        (p0, l0, d0), (p1, l1, d1) = stops[left], stops[right]
        t = 0.0 if p1 == p0 else min(1.0, (at - p0) / (p1 - p0))
        light.putpixel((x, 0), round(l0 + (l1 - l0) * t))
        dark.putpixel((x, 0), round(d0 + (d1 - d0) * t))
    return light, dark


@lru_cache(maxsize=1)
def _ball() -> tuple[Image.Image, Image.Image]:
    light, dark = Image.new("L", (128, 128)), Image.new("L", (128, 128))
    for y in range(128):
        for x in range(128):
            near = ((x - 42) ** 2 + (y - 36) ** 2) ** 0.5
            light.putpixel((x, y), max(0, round(165 - near * 3.4)))
            dark.putpixel((x, y), min(200, max(0, round((near - 34) * 2.1))))
    return light, dark


def shading(kind: str, size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """The light and the dark that fall on a shape of this size."""
    if kind == "ball":
        pair = _ball()
    elif kind == "fall":
        pair = tuple(ramp.rotate(-90, expand=True) for ramp in _ramp("fall"))  # type: ignore[assignment]
    else:
        pair = _ramp(kind)
    light, dark = (image.resize(size, Image.Resampling.BILINEAR) for image in pair)
    return light, dark


class Canvas:
    """Draws in design units on an image `width` pixels across."""

    def __init__(
        self,
        width: int,
        height: int,
        ground: Colour,
        view: tuple[float, float, float] | None = None,
    ) -> None:
        self.left, self.top, across = VIEW if view is None else view
        self.scale = width / across
        self.image = Image.new("RGB", (width, height), ground)
        self._clip: Image.Image | None = None

    def fill(
        self,
        path: Sequence[Point],
        colour: Colour,
        shade: str = "",
        *,
        opacity: float = 1.0,
        rim: float = 0,
        hole: Sequence[Point] | None = None,
        depth: float = 1.0,
    ) -> None:
        """Fill an outline; `shade` models its roundness, `rim` lights its upper-left edge."""
        box = self._box(path)
        if box is None:
            return
        mask = self._mask(box, path, hole)
        if opacity < 1:
            mask = mask.point([round(v * opacity) for v in range(256)])
        self.image.paste(colour, box, mask)
        if shade:
            self._model(box, mask, colour, shade, depth)
        if rim:
            self._edge(box, mask, colour, rim)

    def stroke(
        self, points: Sequence[Point], width: float, colour: Colour, opacity: float = 1.0
    ) -> None:
        """A line with round ends."""
        half = width / 2
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        corners = [(min(xs) - half, min(ys) - half), (max(xs) + half, max(ys) + half)]
        box = self._box(corners)
        if box is None:
            return
        big, factor = self._blank(box)
        draw = ImageDraw.Draw(big)
        dots = self._place(points, box, factor)
        thick = width * self.scale * factor
        draw.line(dots, fill=255, width=max(1, round(thick)), joint="curve")
        for x, y in (dots[0], dots[-1]):
            r = thick / 2
            draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
        mask = self._clipped(big.reduce(factor), box)
        if opacity < 1:
            mask = mask.point([round(v * opacity) for v in range(256)])
        self.image.paste(colour, box, mask)

    def shadow(self, path: Sequence[Point], colour: Colour, opacity: float, blur: float) -> None:
        """The outline as a soft shadow; drawn small and enlarged, because blur is costly."""
        small = 8
        size = (self.image.width // small + 1, self.image.height // small + 1)
        mask = Image.new("L", size)
        factor = self.scale / small
        ImageDraw.Draw(mask).polygon(
            [((x - self.left) * factor, (y - self.top) * factor) for x, y in path], fill=255
        )
        mask = mask.filter(ImageFilter.GaussianBlur(blur * factor))
        found = mask.getbbox()
        if found is None:
            return
        left, top, right, bottom = found
        area = mask.crop(found).point([round(v * opacity) for v in range(256)])
        area = area.resize(
            ((right - left) * small, (bottom - top) * small), Image.Resampling.BICUBIC
        )
        place = (left * small, top * small, right * small, bottom * small)
        self.image.paste(colour, place[:2], self._clipped(area, place))

    @contextmanager
    def inside(self, path: Sequence[Point]) -> Iterator[None]:
        """Everything drawn within the block stays inside the outline."""
        before, self._clip = self._clip, None
        full = Image.new("L", self.image.size)
        box = self._box(path)
        if box is not None:
            full.paste(self._mask(box, path, None), box)
        self._clip = full if before is None else ImageChops.multiply(full, before)
        yield
        self._clip = before

    def _box(self, path: Sequence[Point]) -> Box | None:
        xs = [(p[0] - self.left) * self.scale for p in path]
        ys = [(p[1] - self.top) * self.scale for p in path]
        left, top = max(0, int(min(xs)) - 1), max(0, int(min(ys)) - 1)
        right = min(self.image.width, int(max(xs)) + 2)
        bottom = min(self.image.height, int(max(ys)) + 2)
        return (left, top, right, bottom) if right > left and bottom > top else None

    def _blank(self, box: Box) -> tuple[Image.Image, int]:
        width, height = box[2] - box[0], box[3] - box[1]
        # A picture-wide area has no small curves to smooth, and costs the most.
        factor = 2 if width * height > 500_000 else OVERSAMPLE
        return Image.new("L", (width * factor, height * factor)), factor

    def _place(self, path: Sequence[Point], box: Box, factor: int) -> list[Point]:
        k, left, top = self.scale * factor, box[0] * factor, box[1] * factor
        return [((x - self.left) * k - left, (y - self.top) * k - top) for x, y in path]

    def _mask(self, box: Box, path: Sequence[Point], hole: Sequence[Point] | None) -> Image.Image:
        big, factor = self._blank(box)
        draw = ImageDraw.Draw(big)
        draw.polygon(self._place(path, box, factor), fill=255)
        if hole is not None:
            draw.polygon(self._place(hole, box, factor), fill=0)
        return self._clipped(big.reduce(factor), box)

    def _clipped(self, mask: Image.Image, box: Box) -> Image.Image:
        return mask if self._clip is None else ImageChops.multiply(mask, self._clip.crop(box))

    def _model(self, box: Box, mask: Image.Image, colour: Colour, kind: str, depth: float) -> None:
        light, dark = shading(kind, mask.size)
        if depth != 1:
            light, dark = (
                i.point([min(255, round(v * depth)) for v in range(256)]) for i in (light, dark)
            )
        self.image.paste(lighter(colour, 0.55), box, ImageChops.multiply(mask, light))
        self.image.paste(darker(colour, 0.42), box, ImageChops.multiply(mask, dark))

    def _edge(self, box: Box, mask: Image.Image, colour: Colour, rim: float) -> None:
        step = max(1, round(rim * self.scale))
        moved = Image.new("L", mask.size)
        moved.paste(mask, (step, step))
        edge = ImageChops.subtract(mask, moved).point([round(v * 0.55) for v in range(256)])
        self.image.paste(lighter(colour, 0.6), box, edge)
