"""Printed and written things: notebook, copy paper, leaflet, banner, books, stationery."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.shapes import Outline
from marketplace.demo.artwork.solids import box, cylinder, label, lathe, lines, mark, opening, sheet


def pencil(s: Scene, x: float, y: float, length: float, angle: float, colour: Colour) -> None:
    """A pencil whose point is at (x, y)."""
    parts: tuple[tuple[Outline, Colour], ...] = (
        ([(x + 52, y - 15), (x + length, y - 15), (x + length, y + 15), (x + 52, y + 15)], colour),
        ([(x, y), (x + 52, y - 15), (x + 52, y + 15)], (236, 204, 158)),
        ([(x, y), (x + 20, y - 6), (x + 20, y + 6)], s.p.ink),
        (shapes.rect(x + length, y - 15, 30, 30, 8), s.p.accent),
    )
    for path, tone in parts:
        s.c.fill(shapes.turn(path, angle, (x, y)), tone, "fall", rim=2)


@motif("notebook")
def notebook(s: Scene) -> None:
    s.ground(330, 880, BASE)
    back = sheet(s, 430, 410, 400, 540, s.p.second, 8, 22)
    with s.c.inside(back):
        s.c.stroke([(500, 400), (440, 960)], 34, darker(s.p.second, 0.25), 0.6)
    front = sheet(s, 330, 440, 410, 540, s.p.main, -5, 24)
    with s.c.inside(front):
        spine = shapes.turn(shapes.rect(310, 420, 76, 580), -5, (535, 710))
        s.c.fill(spine, darker(s.p.main, 0.28), "soft")
        band = shapes.turn(shapes.rect(660, 400, 24, 640), -5, (535, 710))
        s.c.fill(band, s.p.accent)
    label(s, 520, 650, 180, 190)
    pencil(s, 700, 1020, 330, -28, s.p.second)


@motif("copy-paper")
def copy_paper(s: Scene) -> None:
    s.ground(270, 900)
    for i in range(3):
        x, base = 270 + i * 12 - (i % 2) * 22, BASE - i * 122
        box(s, x, base, 500, 118, s.p.pale if i == 2 else mix(s.p.pale, s.p.floor, 0.18), 170)
        if i < 2:
            wrap = shapes.rect(x + 90, base - 118, 320, 118)
            s.c.fill(wrap, (s.p.main, s.p.accent)[i], "soft")
            label(s, x + 250, base - 59, 170, 78)
        else:
            for k in range(5):
                y = base - 100 + k * 22
                s.c.stroke([(x + 8, y), (x + 492, y)], 3, darker(s.p.pale, 0.18), 0.8)
    page = [(330, 545), (435, 478), (760, 520), (690, 600)]
    s.drop(page, 8, 10, 0.2)
    s.c.fill(page, lighter(s.p.pale, 0.6), "soft", rim=4)
    s.sprig(880, 950, 320, -74)


@motif("leaflet")
def leaflet(s: Scene) -> None:
    s.ground(240, 960, BASE, 160)
    tones = (s.p.main, s.p.pale, s.p.second)
    for i, tone in enumerate(tones):
        x, lean = 270 + i * 220, -38 if i % 2 else 38
        panel = [
            (x, 430 + max(lean, 0)),
            (x + 220, 430 + max(-lean, 0)),
            (x + 220, 950 + max(-lean, 0)),
            (x, 950 + max(lean, 0)),
        ]
        s.c.fill(panel, darker(tone, 0.16) if i % 2 else tone, "soft", rim=4)
        ink = mix(tone, s.p.ink if i == 1 else s.p.pale, 0.75)
        if i == 1:
            s.c.fill(shapes.ellipse(x + 110, 600, 74), s.p.accent, "soft")
            lines(s, x + 40, 740, (140, 120, 140, 90), 46, 11, ink, -9)
        else:
            mark(s, x + 110, 570, 52, ink if i == 0 else s.p.accent)
            lines(s, x + 36, 690, (150, 110), 56, 17, ink, 9)
            lines(s, x + 36, 830, (140, 140, 90), 38, 8, ink, 9)


@motif("banner")
def banner(s: Scene) -> None:
    s.hover(600, 760, 1030)
    for x in (190, 1010):
        s.c.stroke([(x, 300), (x, 1000)], 20, darker(s.p.second, 0.45))
        s.c.fill(shapes.ellipse(x, 290, 22), s.p.accent, "ball", rim=3)
    path = shapes.smooth([(206, 360), (400, 384), (800, 384), (994, 360)], False)
    lower = shapes.smooth([(994, 640), (800, 676), (400, 676), (206, 640)], False)
    s.drop(path + lower)
    s.c.fill(path + lower, s.p.main, "soft", rim=6)
    s.c.fill(shapes.ellipse(345, 525, 78), s.p.pale, "soft")
    mark(s, 345, 525, 44, s.p.accent)
    lines(s, 470, 486, (400,), 10, 42, s.p.pale)
    lines(s, 470, 576, (300,), 10, 22, lighter(s.p.main, 0.6))
    roll = shapes.rect(690, 760, 190, 236, 6)
    s.c.fill(shapes.rect(672, 980, 226, 26, 8), darker(s.p.ink, 0.1), "soft")
    s.c.fill(roll, s.p.second, "soft", rim=5)
    s.c.fill(shapes.ellipse(785, 836, 44), s.p.accent, "soft")
    lines(s, 730, 916, (110, 80), 32, 11, mix(s.p.second, s.p.ink, 0.6))


@motif("stationery")
def stationery(s: Scene) -> None:
    s.ground(430, 700)
    for x, angle, tone in (
        (520, -96, s.p.main),
        (560, -84, s.p.accent),
        (610, -72, s.p.second),
        (480, -108, s.p.pale),
    ):
        tip = shapes.turn([(x + 430, 820)], angle, (x, 820))[0]
        pencil(s, tip[0], tip[1], 380, angle + 180, tone)
    cylinder(s, 560, BASE, 260, 290, s.p.main, darker(s.p.main, 0.5))
    label(s, 556, BASE - 140, 150, 140)
    s.ground(740, 980, BASE + 24, 130)
    for i, tone in enumerate((s.p.second, s.p.accent, s.p.pale)):
        box(s, 740 + i * 8, BASE + 24 - i * 44, 190, 42, tone, 80)
    ruler = shapes.turn(shapes.rect(250, 1030, 380, 52, 8), -6, (440, 1056))
    s.drop(ruler, 6, 8, 0.25)
    s.c.fill(ruler, s.p.second, "soft", rim=3)
    for k in range(15):
        tick = shapes.turn(
            [(272 + k * 24, 1034), (272 + k * 24, 1050 + 8 * (k % 5 == 0))], -6, (440, 1056)
        )
        s.c.stroke(tick, 4, darker(s.p.second, 0.5))


def book(s: Scene, x: float, base: float, w: float, h: float, colour: Colour) -> None:
    """A book lying flat, spine to the viewer."""
    s.c.fill(shapes.rect(x + 10, base - h + 8, w + 56, h - 16, 6), lighter(s.p.pale, 0.4), "fall")
    for k in range(3):
        y = base - h + 18 + k * (h - 30) / 2.5
        s.c.stroke([(x + w, y), (x + w + 62, y)], 3, darker(s.p.pale, 0.25), 0.7)
    s.c.fill(shapes.rect(x, base - h, w + 40, h, 12), colour, "fall", rim=4)
    s.c.stroke([(x + 70, base - h), (x + 70, base)], 8, s.p.pale, 0.8)
    lines(s, x + 130, base - h / 2, (w * 0.34,), 10, h * 0.16, mix(colour, s.p.pale, 0.8))


@motif("picture-book")
def picture_book(s: Scene) -> None:
    s.ground(220, 980, BASE)
    for side in (-1, 1):
        cover = [(600, 980), (600 + side * 392, 930), (600 + side * 360, 470), (600, 520)]
        s.c.fill(cover, s.p.main, "soft", rim=4)
        lower = [(600 + side * x, y) for x, y in ((100, 916), (240, 912), (366, 908))]
        upper = [(600 + side * x, y) for x, y in ((336, 456), (220, 452), (90, 470), (0, 510))]
        page = [(600, 950), *shapes.smooth(lower, False), *shapes.smooth(upper, False)]
        s.c.fill(page, s.p.pale, "soft", rim=3)
    left = [(280, 500), (560, 512), (572, 800), (262, 800)]
    with s.c.inside(left):
        s.c.fill(left, mix(s.p.second, s.p.pale, 0.35))
        s.c.fill(shapes.ellipse(470, 590, 58), s.p.accent, "soft")
        s.c.fill(shapes.ellipse(350, 850, 170, 150), s.p.main, "soft")
        s.c.fill(shapes.ellipse(540, 860, 150, 120), lighter(s.p.main, 0.3), "soft")
    lines(s, 300, 850, (230, 160), 34, 9, mix(s.p.pale, s.p.ink, 0.5), 2)
    lines(s, 660, 560, (220, 250, 200, 240, 140), 58, 11, mix(s.p.pale, s.p.ink, 0.5), -2)
    s.c.fill(shapes.star(850, 850, 40, 18, 5), s.p.accent, "soft")
    s.c.stroke([(600, 512), (600, 960)], 6, darker(s.p.pale, 0.3))


@motif("used-books")
def used_books(s: Scene) -> None:
    s.ground(270, 900)
    tones = (s.p.main, s.p.pale, s.p.accent, s.p.second, darker(s.p.main, 0.35))
    for i, tone in enumerate(tones):
        book(s, 280 + (i * 37) % 60, BASE - i * 88, 520 - (i * 53) % 90, 84, tone)
    top = BASE - 5 * 88
    s.ground(440, 600, top, 80)
    lathe(s, 540, top, [(0, 62), (90, 84), (130, 84)], s.p.pale)
    opening(s, 540, top - 130, 84, s.p.pale, (120, 78, 54))
    s.sprig(890, 985, 330, -74)


@motif("cards")
def cards(s: Scene) -> None:
    s.ground(280, 900, BASE - 30)
    tones = (s.p.second, s.p.pale, s.p.main, s.p.accent)
    for i, tone in enumerate(tones):
        angle = -26 + i * 17
        about = (600, 1200)
        card = shapes.turn(shapes.rect(440, 430, 320, 440, 22), angle, about)
        s.drop(card)
        s.c.fill(card, tone, "soft", rim=5)
        spot = shapes.turn([(600, 600)], angle, about)[0]
        ink = s.p.pale if tone != s.p.pale else s.p.accent
        mark(s, *spot, 60, ink)
        start = shapes.turn([(520, 750)], angle, about)[0]
        lines(
            s,
            *start,
            (160, 100),
            40,
            13,
            mix(tone, s.p.ink if tone == s.p.pale else s.p.pale, 0.7),
            angle,
        )
