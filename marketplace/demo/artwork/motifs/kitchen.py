"""Things to drink and eat from: mug, tumbler, bowls, lunch box, cutlery, apron."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import box, cylinder, disc, label, lathe, opening


def steam(s: Scene, cx: float, top: float) -> None:
    """Three wisps of steam above a hot thing."""
    for i, dx in enumerate((-62, 0, 62)):
        height = 130 + 34 * (i % 2)
        wave = [
            (cx + dx, top),
            (cx + dx + 20, top - height * 0.35),
            (cx + dx - 16, top - height * 0.7),
        ]
        wave.append((cx + dx + 10, top - height))
        s.c.stroke(shapes.smooth(wave, closed=False), 12, s.p.pale, 0.75)


def cup(s: Scene, cx: float, base: float, size: float, colour: Colour, drink: Colour) -> None:
    """A mug with its handle to the right; `size` is the half width of its mouth."""
    hx, hy = cx + size * 0.94, base - size * 0.95
    s.c.stroke(
        shapes.arc(hx, hy, size * 0.5, size * 0.52, -82, 98), size * 0.17, darker(colour, 0.25)
    )
    s.c.stroke(shapes.arc(hx - 3, hy - 4, size * 0.5, size * 0.52, -82, 98), size * 0.1, colour)
    lathe(s, cx, base, [(0, size * 0.82), (size * 0.5, size * 0.97), (size * 1.75, size)], colour)
    opening(s, cx, base - size * 1.75, size, colour, drink)


@motif("mug")
def mug(s: Scene) -> None:
    s.ground(340, 780)
    steam(s, 560, 530)
    cup(s, 560, BASE, 210, s.p.main, (92, 58, 40))
    s.c.fill(shapes.leaf(470, 850, 150, -52, 0.5), s.p.pale, opacity=0.92)
    s.c.fill(shapes.leaf(492, 862, 130, -12, 0.5), mix(s.p.pale, s.p.main, 0.3), opacity=0.95)
    s.ground(800, 990, BASE + 20, 120)
    cylinder(s, 890, BASE + 20, 190, 34, s.p.second)
    for x, y in ((850, 928), (905, 934), (880, 905)):
        s.c.fill(shapes.ellipse(x, y, 36, 30), s.p.accent, "ball", rim=3)


@motif("tumbler")
def tumbler(s: Scene) -> None:
    s.sprig(890, 950, 330, -70)
    for cx, base, k, tone, lid in (
        (480, BASE, 1.0, s.p.main, s.p.pale),
        (730, BASE + 16, 0.76, s.p.second, s.p.accent),
    ):
        s.ground(cx - 125 * k, cx + 125 * k, base)
        lathe(s, cx, base, [(0, 108 * k), (250 * k, 124 * k), (470 * k, 136 * k)], tone)
        lathe(s, cx, base - 225 * k, [(0, 126 * k), (70 * k, 129 * k)], lighter(tone, 0.5))
        lathe(s, cx, base - 470 * k, [(0, 140 * k), (52 * k, 140 * k)], lid)
        disc(s, cx, base - 522 * k, 140 * k, lighter(lid, 0.25))
        lathe(s, cx - 20 * k, base - 530 * k, [(0, 58 * k), (34 * k, 50 * k)], lid)
        disc(s, cx - 20 * k, base - 564 * k, 50 * k, lighter(lid, 0.4))


@motif("bowls")
def bowls(s: Scene) -> None:
    s.ground(280, 800)
    for i, (w, tone) in enumerate(((250, s.p.main), (215, s.p.pale), (180, s.p.accent))):
        base = BASE - i * 92
        lathe(s, 540, base, [(0, w * 0.42), (30, w * 0.5), (110, w * 0.9), (170, w)], tone)
        opening(s, 540, base - 170, w, tone, darker(tone, 0.18))
    s.ground(800, 1000, BASE + 18, 120)
    lathe(s, 890, BASE + 18, [(0, 70), (90, 104), (190, 92), (250, 52), (300, 58)], s.p.second)
    opening(s, 890, BASE - 282, 58, s.p.second, darker(s.p.second, 0.6))
    s.sprig(890, BASE - 300, 270, -78, 6)


@motif("lunch-box")
def lunch_box(s: Scene) -> None:
    s.ground(270, 900)
    box(s, 270, BASE, 560, 170, s.p.main, 150)
    box(s, 290, BASE - 172, 520, 26, s.p.pale, 140)
    box(s, 280, BASE - 200, 540, 150, s.p.second, 145)
    box(s, 270, BASE - 350, 560, 36, s.p.accent, 150)
    label(s, 545, BASE - 85, 190, 110)
    knot = shapes.smooth([(520, 585), (560, 545), (640, 530), (690, 560), (650, 592), (580, 602)])
    s.c.fill(knot, s.p.pale, "ball", rim=4)
    for angle in (-160, -22):
        s.c.fill(shapes.leaf(605, 568, 170, angle, 0.55), s.p.pale, "soft", rim=4)
    for dy in (0, 34):
        s.c.stroke([(330, 1060 + dy), (900, 1030 + dy)], 13, darker(s.p.second, 0.45))


@motif("catering")
def catering(s: Scene) -> None:
    s.ground(240, 960)
    lathe(s, 600, BASE, [(0, 130), (16, 130), (40, 40), (120, 36), (150, 60)], s.p.pale)
    s.c.fill(shapes.ellipse(600, 826, 355, 70), darker(s.p.pale, 0.22), "soft")
    s.c.fill(shapes.ellipse(600, 810, 355, 70), s.p.pale, "soft", rim=5)
    tones = (s.p.main, s.p.accent, s.p.second, mix(s.p.main, (120, 150, 80), 0.5))
    spots = [(-250, 0), (-150, -18), (-46, -30), (60, -30), (164, -18), (256, 2)]
    spots += [(-198, 26), (-92, 34), (16, 38), (120, 34), (212, 26)]
    for i, (dx, dy) in enumerate(sorted(spots, key=lambda spot: spot[1])):
        canape(s, 600 + dx, 800 + dy, tones[i % 4])
    s.sprig(420, 730, 250, -118, 6)
    s.ground(900, 1000, BASE + 40, 90)
    lathe(
        s,
        950,
        BASE + 40,
        [(0, 46), (10, 46), (20, 10), (120, 10), (150, 60), (270, 66)],
        s.p.second,
    )


def canape(s: Scene, cx: float, base: float, colour: Colour) -> None:
    cylinder(s, cx, base, 92, 26, (222, 178, 118))
    s.c.fill(shapes.arc(cx, base - 24, 42, 46, 180, 360), colour, "ball", rim=4)
    s.c.fill(shapes.leaf(cx, base - 62, 40, -50, 0.6), (112, 146, 92), "soft")


@motif("apron")
def apron(s: Scene) -> None:
    s.hover(600, 500, 1040)
    s.c.stroke([(200, 262), (1000, 262)], 18, darker(s.p.second, 0.35))
    for x in (540, 660):
        s.c.stroke(shapes.smooth([(x - 40, 380), (600, 262), (x + 40, 380)], False), 15, s.p.accent)
    body = shapes.smooth(
        [(470, 370), (600, 392), (730, 370), (750, 520), (860, 620), (880, 960), (600, 985),
         (320, 960),
         (340, 620), (450, 520)]
    )  # fmt: skip
    s.drop(body)
    s.c.fill(body, s.p.main, "soft", rim=6)
    pocket = shapes.rect(460, 690, 280, 190, 30)
    s.c.fill(pocket, lighter(s.p.main, 0.18), "soft", rim=5)
    s.c.stroke([(470, 730), (730, 730)], 5, s.p.pale, 0.8)
    s.c.fill(shapes.leaf(570, 830, 110, -38, 0.5), s.p.pale)
    for side in (-1, 1):
        tie = [(600 + side * 262, 640), (600 + side * 340, 700), (600 + side * 330, 800)]
        s.c.stroke(shapes.smooth(tie, False), 15, s.p.accent)
