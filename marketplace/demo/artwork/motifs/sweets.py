"""Sweet things: chocolate, spread, cookies, dried fruit, honey, rice cakes."""

# ruff: noqa: PLR0917 - a shape is placed by its numbers

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import box, cylinder, disc, label, lathe, opening

COCOA: Colour = (98, 60, 43)
AMBER: Colour = (226, 150, 45)


@motif("chocolate")
def chocolate(s: Scene) -> None:
    s.ground(330, 900, BASE - 6)
    about = (600, 700)
    slab = shapes.turn(shapes.rect(440, 380, 330, 560, 18), 9, about)
    s.drop(slab)
    s.c.fill(slab, COCOA, "soft", rim=6)
    for row in range(5):
        for column in range(3):
            x, y = 454 + column * 104, 394 + row * 108
            piece = shapes.turn(shapes.rect(x, y, 94, 98, 10), 9, about)
            s.c.fill(piece, lighter(COCOA, 0.08), "soft", rim=6)
    paper = shapes.turn(
        [(420, 640), *[(420 + i * 37, 632 + 18 * (i % 2)) for i in range(11)], (790, 640),
         (790, 975), (420, 975)], 9, about
    )  # fmt: skip
    s.drop(paper, 8, 8, 0.35)
    s.c.fill(paper, s.p.main, "soft", rim=5)
    with s.c.inside(paper):
        for i in range(7):
            band = shapes.turn([(380, 690 + i * 52), (840, 690 + i * 52)], 9, about)
            s.c.stroke(band, 10, s.p.second, 0.5)
    label(s, 578, 812, 230, 170)
    for x, y in ((300, 960), (345, 1005), (880, 1010)):
        s.c.fill(shapes.ellipse(x, y, 32, 26), COCOA, "ball", rim=4)


def jar(s: Scene, cx: float, base: float, w: float, h: float, content: Colour, lid: Colour) -> None:
    """A glass jar: glass, content, shine, lid."""
    half = w / 2
    lathe(
        s,
        cx,
        base,
        [(0, half), (h * 0.8, half), (h * 0.94, half * 0.86), (h, half * 0.84)],
        lighter(content, 0.55),
    )
    lathe(s, cx, base - 12, [(0, half * 0.9), (h * 0.68, half * 0.9)], content)
    disc(s, cx, base - 12 - h * 0.68, half * 0.9, lighter(content, 0.3), rim=2)
    shine = shapes.rect(cx - half * 0.78, base - h * 0.8, half * 0.16, h * 0.62, 20)
    s.c.fill(shine, (255, 255, 255), opacity=0.4)
    lathe(s, cx, base - h, [(0, half * 0.92), (w * 0.2, half * 0.92)], lid)
    disc(s, cx, base - h - w * 0.2, half * 0.92, lighter(lid, 0.25))


@motif("spread")
def spread(s: Scene) -> None:
    s.ground(340, 660)
    jar(s, 500, BASE, 320, 380, COCOA, s.p.main)
    label(s, 495, BASE - 150, 210, 150)
    s.ground(690, 960, BASE + 14)
    for i in range(3):
        slice_ = shapes.rect(700 + i * 22, BASE - 150 - i * 6, 200, 160, 46)
        s.c.fill(slice_, (216, 164, 98), "soft", rim=4)
    s.c.fill(shapes.rect(758, BASE - 146, 172, 134, 38), (243, 214, 160), "soft")
    swirl = shapes.smooth([(775, 880), (830, 860), (905, 876), (912, 930), (850, 950), (782, 938)])
    s.c.fill(swirl, COCOA, "ball", rim=4)


@motif("cookies")
def cookies(s: Scene) -> None:
    s.ground(300, 660)
    box(s, 310, BASE, 320, 360, s.p.main, 110)
    label(s, 470, BASE - 190, 220, 210)
    s.ground(640, 960, BASE + 26)
    for i in range(4):
        cylinder(
            s,
            800 + (i % 2) * 14,
            BASE + 26 - i * 46,
            260,
            44,
            mix((206, 148, 84), s.p.second, 0.12 * i),
        )
    top = BASE + 26 - 4 * 46
    for dx, dy in ((-60, -4), (-10, 12), (40, -10), (70, 8), (-20, -14)):
        s.c.fill(shapes.ellipse(806 + dx, top + dy, 17, 10), COCOA, "ball")
    standing = shapes.ellipse(690, 905, 112)
    s.drop(standing)
    s.c.fill(standing, (214, 158, 92), "ball", rim=6)
    for dx, dy in ((-40, -40), (30, -52), (4, 6), (52, 24), (-54, 34), (-4, 62)):
        s.c.fill(shapes.ellipse(690 + dx, 905 + dy, 15), COCOA, "ball")


@motif("dried-fruit")
def dried_fruit(s: Scene) -> None:
    s.ground(330, 700)
    bag = shapes.smooth(
        [
            (355, 450),
            (520, 440),
            (690, 450),
            (705, 700),
            (716, 975),
            (520, 988),
            (328, 975),
            (340, 700),
        ],
        steps=6,
    )
    s.c.fill(bag, s.p.main, "soft", rim=6)
    with s.c.inside(bag):
        s.c.stroke([(340, 505), (710, 505)], 6, darker(s.p.main, 0.35))
        s.c.fill(shapes.rect(340, 440, 380, 62), lighter(s.p.main, 0.15))
    window = shapes.ellipse(520, 830, 112)
    s.c.fill(window, s.p.pale)
    with s.c.inside(window):
        for i in range(14):
            x, y = 430 + (i % 5) * 46, 770 + (i // 5) * 52
            s.c.fill(
                shapes.ellipse(x, y, 34, 27),
                mix((231, 140, 60), s.p.accent, (i % 4) * 0.2),
                "ball",
                rim=3,
            )
    label(s, 520, 625, 220, 130)
    for cx, cy in ((830, 965), (925, 1010), (790, 1035)):
        s.hover(cx + 8, 130, cy + 40)
        slice_ = shapes.ellipse(cx, cy, 72, 52)
        s.c.fill(slice_, (222, 124, 52), "soft", rim=4)
        s.c.fill(shapes.ellipse(cx, cy, 56, 38), (248, 186, 96), "soft")
        for k in range(6):
            ray = shapes.turn([(cx, cy), (cx + 52, cy)], k * 60 + 10, (cx, cy))
            s.c.stroke([(cx, cy), (ray[1][0], cy + (ray[1][1] - cy) * 0.7)], 4, (222, 124, 52), 0.8)


@motif("honey")
def honey(s: Scene) -> None:
    s.sprig(890, 930, 320, -64)
    s.ground(350, 740)
    lathe(
        s, 545, BASE, [(0, 165), (60, 190), (280, 186), (350, 140), (380, 136)], lighter(AMBER, 0.5)
    )
    lathe(s, 545, BASE - 14, [(0, 152), (60, 174), (255, 172), (270, 168)], AMBER)
    s.c.fill(shapes.rect(395, 700, 26, 190, 20), (255, 255, 255), opacity=0.45)
    lathe(s, 545, BASE - 380, [(0, 156), (60, 156)], s.p.main)
    disc(s, 545, BASE - 440, 156, lighter(s.p.main, 0.25))
    label(s, 540, BASE - 150, 200, 160)
    s.ground(740, 980, BASE + 26, 120)
    s.c.stroke([(770, 1000), (985, 830)], 20, (181, 124, 70))
    for i in range(5):
        cx, cy = 760 + i * 17, 1006 - i * 13
        s.c.fill(
            shapes.turn(shapes.ellipse(cx, cy, 15, 46), 52 - 90, (cx, cy)),
            (206, 150, 92),
            "soft",
            rim=3,
        )


@motif("rice-cake")
def rice_cake(s: Scene) -> None:
    s.ground(250, 950)
    lathe(s, 600, BASE, [(0, 250), (16, 300), (60, 360)], s.p.main)
    s.c.fill(shapes.ellipse(600, BASE - 60, 360, 66), lighter(s.p.main, 0.25), "soft", rim=5)
    tones = ((250, 246, 238), (236, 176, 178), (170, 194, 132), (240, 208, 132))
    layers = (
        (930, (-220, -110, 0, 110, 220)),
        (868, (-165, -55, 55, 165)),
        (808, (-110, 0, 110)),
        (750, (-52, 58)),
    )
    for row, (y, places) in enumerate(layers):
        for i, dx in enumerate(places):
            tone = tones[(i + row) % 4]
            cake = shapes.arc(600 + dx, y, 66, 76, 180, 360)
            s.c.fill([*cake, *shapes.arc(600 + dx, y, 66, 20, 0, 180)], tone, "ball", rim=5)
            s.c.stroke(shapes.arc(600 + dx, y - 4, 44, 40, 200, 300), 4, darker(tone, 0.3), 0.5)
    s.sprig(640, 690, 230, -40, 6)


@motif("box-cookies")
def tin(s: Scene) -> None:
    s.ground(300, 900)
    cylinder(s, 600, BASE, 600, 190, s.p.main)
    lathe(s, 600, BASE - 150, [(0, 308), (70, 308)], s.p.accent)
    disc(s, 600, BASE - 220, 308, lighter(s.p.accent, 0.2))
    opening(s, 600, BASE - 222, 280, s.p.second, s.p.pale)
    for i, dx in enumerate((-190, -95, 0, 95, 190)):
        cylinder(
            s,
            600 + dx,
            BASE - 218 + 18 * (i % 2),
            100,
            34,
            ((214, 158, 92), (232, 190, 128), COCOA)[i % 3],
        )
    s.sprig(300, 800, 300, -72)
