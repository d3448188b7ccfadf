"""Things that wash, warm and cover: soap, candle, towels, face mask, cream."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import cylinder, disc, label, lathe, opening


def bar(s: Scene, x: float, y: float, w: float, h: float, colour: Colour) -> None:
    """A soap bar lying down: rounded body, lighter top, pressed mark."""
    side = shapes.rect(x, y, w, h + 60, 58)
    s.c.fill(side, darker(colour, 0.18), "round", depth=0.7)
    top = shapes.rect(x, y, w, h, 56)
    s.c.fill(top, lighter(colour, 0.16), "soft", rim=5)
    inner = shapes.rect(x + 34, y + 24, w - 68, h - 48, 36)
    s.c.fill(inner, darker(colour, 0.12), "", opacity=0.45)
    s.c.fill(shapes.shift(inner, 4, 5), lighter(colour, 0.12))
    leaf = shapes.leaf(x + w / 2 - 46, y + h / 2 + 3, 100, -8, 0.5)
    s.c.fill(leaf, darker(colour, 0.28), opacity=0.8)


@motif("soap")
def soap(s: Scene) -> None:
    s.sprig(880, 905, 330, -62)
    s.ground(300, 900, BASE)
    bar(s, 290, 825, 600, 110, s.p.main)
    bar(s, 350, 672, 520, 110, s.p.second)
    bar(s, 400, 520, 440, 110, s.p.pale)
    for x, y, r in ((330, 560, 46), (268, 640, 30), (352, 470, 22), (905, 590, 26)):
        s.c.fill(shapes.ellipse(x, y, r), s.p.pale, "ball", opacity=0.55, rim=4)


@motif("candle")
def candle(s: Scene) -> None:
    s.sprig(300, 970, 360, -70)
    s.ground(370, 770)
    cx, wax = 570, mix(s.p.second, s.p.pale, 0.45)
    s.c.shadow(shapes.ellipse(cx, 470, 210, 230), s.p.glow, 0.85, 70)
    lathe(s, cx, BASE, [(0, 198), (400, 198)], s.p.main)
    opening(s, cx, BASE - 400, 198, s.p.main, wax)
    label(s, cx - 6, BASE - 190, 220, 210)
    s.c.stroke([(cx, 585), (cx + 3, 520)], 9, s.p.ink)
    flame = [(cx, 400), (cx + 36, 482), (cx + 4, 532), (cx - 32, 486)]
    s.c.fill(shapes.smooth(flame), (244, 173, 74), "soft")
    s.c.fill(
        shapes.smooth([(cx + 2, 454), (cx + 18, 500), (cx + 3, 528), (cx - 15, 500)]),
        (255, 238, 190),
    )
    s.ground(790, 950, BASE + 14, 120)
    cylinder(s, 870, BASE + 14, 170, 70, s.p.accent, wax)


@motif("towel")
def towel(s: Scene) -> None:
    s.ground(270, 930)
    tones = (s.p.main, s.p.pale, s.p.second, s.p.accent)
    for i, tone in enumerate(tones):
        y, inset = BASE - 125 - i * 118, i * 8
        body = shapes.rect(270 + inset, y, 640 - inset * 2, 122, 60)
        s.c.fill(body, tone, "fall", rim=5)
        with s.c.inside(body):
            fold = shapes.arc(905 - inset, y + 61, 60, 44, 110, 250)
            s.c.stroke(fold, 6, darker(tone, 0.4), 0.6)
            s.c.stroke([(330, y + 61), (855, y + 61)], 5, darker(tone, 0.35), 0.5)
            for k in range(3):
                x = 390 + k * 16
                s.c.stroke([(x, y), (x, y + 122)], 5, darker(tone, 0.22), 0.55)
    s.sprig(510, 520, 270, -24, 6)


@motif("mask")
def mask(s: Scene) -> None:
    s.hover(610, 560, BASE + 10)
    for dx, dy, tone in ((70, -120, s.p.second), (-20, 20, s.p.main)):
        body = shapes.smooth(
            [(320, 600), (460, 560), (600, 590), (740, 560), (880, 600), (890, 720), (800, 860),
             (600, 910), (400, 860), (310, 720)]
        )  # fmt: skip
        body = shapes.shift(body, dx, dy)
        for side in (-1, 1):
            cx = 600 + dx + side * 285
            loop = shapes.arc(
                cx, 720 + dy, 105, 110, -100 if side > 0 else 280, 100 if side > 0 else 80
            )
            s.c.stroke(loop, 12, darker(s.p.pale, 0.15))
        s.drop(body)
        s.c.fill(body, tone, "soft", rim=6)
        with s.c.inside(body):
            for k in range(3):
                y = 670 + k * 62 + dy
                pleat = shapes.smooth(
                    [(300 + dx, y), (600 + dx, y + 34), (900 + dx, y)], closed=False
                )
                s.c.stroke(pleat, 7, darker(tone, 0.35), 0.55)
                s.c.stroke(shapes.shift(pleat, 0, 8), 5, lighter(tone, 0.4), 0.5)
    s.c.fill(shapes.leaf(720, 860, 90, -40, 0.5), s.p.pale, opacity=0.9)


@motif("cream")
def cream(s: Scene) -> None:
    s.sprig(240, 960, 330, -66)
    s.ground(350, 560)
    lathe(s, 455, BASE, [(0, 104), (320, 104), (380, 66), (420, 44)], s.p.main)
    lathe(s, 455, BASE - 410, [(0, 50), (90, 50)], s.p.pale)
    disc(s, 455, BASE - 500, 50, lighter(s.p.pale, 0.3))
    s.c.stroke([(455, 480), (455, 440), (520, 436)], 22, s.p.pale)
    label(s, 450, BASE - 175, 138, 190)
    s.ground(580, 920, BASE + 8)
    lathe(s, 750, BASE + 8, [(0, 170), (150, 170)], s.p.second)
    lathe(s, 750, BASE - 142, [(0, 178), (90, 178)], s.p.accent)
    disc(s, 750, BASE - 232, 178, lighter(s.p.accent, 0.25))
