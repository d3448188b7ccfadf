"""Given things: gift sets, baskets, flowers, plants, wooden toys, dolls, puzzles."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.motifs.pantry import WOOD, fruit
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import box, cylinder, label, lathe, opening


def bow(s: Scene, cx: float, cy: float, size: float, colour: Colour) -> None:
    """A ribbon bow."""
    for angle in (-158, -22):
        s.c.fill(shapes.leaf(cx, cy, size, angle, 0.62), colour, "soft", rim=5)
        s.c.fill(shapes.leaf(cx, cy, size * 0.62, angle, 0.4), darker(colour, 0.3), opacity=0.8)
    for angle in (62, 118):
        s.c.fill(shapes.leaf(cx, cy, size * 0.85, angle, 0.3), darker(colour, 0.12), "soft")
    s.c.fill(
        shapes.rect(cx - size * 0.13, cy - size * 0.12, size * 0.26, size * 0.25, 14),
        lighter(colour, 0.15),
        "soft",
        rim=3,
    )


@motif("gift-set")
def gift_set(s: Scene) -> None:
    s.sprig(300, 930, 380, -80)
    s.ground(310, 880)
    box(s, 310, BASE, 500, 300, s.p.main, 150)
    box(s, 298, BASE - 300, 524, 60, lighter(s.p.main, 0.12), 160)
    s.c.fill(shapes.rect(525, BASE - 300, 70, 300), s.p.second, "soft")
    s.c.fill(shapes.rect(525, BASE - 360, 70, 60), lighter(s.p.second, 0.2), "soft")
    dx, dy = 160 * 0.62, 160 * 0.4
    band = [
        (525, BASE - 360),
        (525 + dx, BASE - 360 - dy),
        (595 + dx, BASE - 360 - dy),
        (595, BASE - 360),
    ]
    s.c.fill(band, lighter(s.p.second, 0.35))
    bow(s, 610, BASE - 400, 190, s.p.second)
    s.ground(830, 990, BASE + 30, 110)
    box(s, 820, BASE + 30, 130, 120, s.p.accent, 70)
    s.c.fill(shapes.rect(875, BASE - 90, 24, 120), s.p.pale)


@motif("fruit-basket")
def fruit_basket(s: Scene) -> None:
    s.ground(280, 920)
    s.c.stroke(shapes.arc(600, 740, 270, 360, 180, 360), 26, darker(WOOD, 0.25))
    tones: tuple[Colour, ...] = (
        (206, 72, 60),
        (238, 164, 60),
        (158, 176, 84),
        (222, 116, 68),
        (240, 196, 92),
    )
    for i, (x, y, r) in enumerate(
        ((440, 700, 88), (600, 640, 100), (765, 700, 88), (520, 760, 86), (690, 765, 88))
    ):
        fruit(s, x, y, r, tones[i])
    s.c.fill(shapes.leaf(350, 770, 150, -150, 0.5), (112, 148, 88), "soft", rim=4)
    s.c.fill(shapes.leaf(850, 770, 150, -30, 0.5), (112, 148, 88), "soft", rim=4)
    basket = [(285, 770), (915, 770), (850, 965), (820, BASE + 6), (380, BASE + 6), (350, 965)]
    s.c.fill(basket, WOOD, "round", rim=5)
    with s.c.inside(basket):
        for row in range(6):
            for k in range(18):
                x = 280 + k * 38 + (19 if row % 2 else 0)
                s.c.stroke(
                    [(x, 800 + row * 38), (x + 24, 800 + row * 38)], 17, lighter(WOOD, 0.3), 0.55
                )
    s.c.fill(shapes.rect(268, 748, 664, 46, 23), darker(WOOD, 0.15), "round", rim=4)
    bow(s, 600, 790, 130, s.p.accent)


@motif("flower-pot")
def flower_pot(s: Scene) -> None:
    s.ground(390, 790)
    stems = ((470, 470, -14), (600, 390, 0), (735, 480, 14), (535, 570, -8), (675, 580, 8))
    for x, y, _ in stems:
        s.c.stroke(
            shapes.smooth([(600, 740), ((x + 600) / 2 - 10, (y + 740) / 2), (x, y)], False),
            10,
            (104, 138, 88),
        )
    for angle, length in (
        (-150, 210),
        (-30, 210),
        (-118, 190),
        (-62, 190),
        (-170, 170),
        (-10, 170),
    ):
        s.c.fill(shapes.leaf(600, 750, length, angle, 0.4), (112, 148, 96), "soft", rim=4)
    tones = (s.p.accent, s.p.second, s.p.accent, s.p.pale, s.p.second)
    for (x, y, a), tone in zip(stems, tones, strict=True):
        blossom(s, x, y, 74, tone, a)
    lathe(s, 600, BASE, [(0, 130), (200, 178)], s.p.main)
    lathe(s, 600, BASE - 196, [(0, 196), (52, 200)], lighter(s.p.main, 0.1))
    s.c.fill(shapes.ellipse(600, BASE - 248, 200, 34), lighter(s.p.main, 0.3), "soft")
    s.c.fill(shapes.ellipse(600, BASE - 246, 182, 28), (96, 72, 56))


def blossom(s: Scene, cx: float, cy: float, r: float, colour: Colour, angle: float = 0) -> None:
    """A flower with six petals."""
    for k in range(6):
        petal = shapes.leaf(cx, cy, r * 1.15, angle + k * 60, 0.72)
        s.c.fill(petal, lighter(colour, 0.1 * (k % 2)), "soft", rim=3)
    s.c.fill(shapes.ellipse(cx, cy, r * 0.3), (238, 190, 88), "ball", rim=3)


@motif("bouquet")
def bouquet(s: Scene) -> None:
    s.hover(600, 420, 1040)
    spots = (
        (440, 470),
        (570, 390),
        (710, 430),
        (790, 530),
        (500, 560),
        (640, 530),
        (400, 590),
        (730, 620),
        (570, 640),
    )
    for i in range(10):
        s.c.fill(shapes.leaf(600, 720, 400, -168 + i * 17.4, 0.16), (118, 150, 100), "soft", rim=3)
    tones = (s.p.accent, s.p.pale, s.p.main, s.p.second)
    for i, (x, y) in enumerate(spots):
        blossom(s, x, y, 92 - (i % 3) * 10, tones[i % 4], i * 17)
    for paper, tone in (
        ([(330, 610), (600, 760), (880, 600), (650, 1000), (555, 1000)], lighter(s.p.main, 0.25)),
        ([(360, 690), (610, 800), (800, 1000), (540, 1010)], s.p.main),
        ([(850, 690), (600, 800), (548, 1010), (662, 1008)], lighter(s.p.main, 0.12)),
    ):
        s.c.fill(paper, tone, "soft", rim=5)
    bow(s, 603, 890, 120, s.p.accent)


@motif("doll")
def doll(s: Scene) -> None:
    s.ground(410, 800)
    fur, belly = s.p.second, lighter(s.p.second, 0.5)
    for side in (-1, 1):
        s.c.fill(shapes.ellipse(600 + side * 118, 940, 84, 66), fur, "ball", rim=5)
        s.c.fill(shapes.ellipse(600 + side * 124, 950, 44, 34), belly)
    s.c.fill(
        shapes.smooth([(600, 640), (742, 740), (748, 900), (600, 968), (452, 900), (458, 740)]),
        s.p.main,
        "ball",
        rim=6,
    )
    for side in (-1, 1):
        arm = shapes.turn(
            shapes.ellipse(600 + side * 152, 790, 52, 110), side * -24, (600 + side * 152, 790)
        )
        s.c.fill(arm, fur, "ball", rim=5)
        s.c.fill(shapes.ellipse(600 + side * 132, 400, 68), fur, "ball", rim=5)
        s.c.fill(shapes.ellipse(600 + side * 132, 404, 36), mix(s.p.accent, belly, 0.45))
    s.c.fill(shapes.ellipse(600, 530, 196, 178), fur, "ball", rim=6)
    s.c.fill(shapes.ellipse(600, 582, 84, 62), belly, "soft")
    for x in (528, 672):
        s.c.fill(shapes.ellipse(x, 520, 15, 18), s.p.ink)
        s.c.fill(shapes.ellipse(x - 4, 514, 5), (255, 255, 255))
        s.c.fill(
            shapes.ellipse(x + (-36 if x < 600 else 36), 572, 27, 18), s.p.accent, opacity=0.45
        )
    s.c.fill(shapes.ellipse(600, 562, 20, 14), s.p.ink)
    s.c.stroke(shapes.arc(600, 584, 26, 18, 20, 160), 6, s.p.ink)
    s.c.stroke(shapes.arc(600, 628, 150, 74, 30, 150), 36, s.p.accent)
    s.c.fill(shapes.rect(640, 690, 52, 130, 12), s.p.accent, "soft", rim=4)


@motif("wooden-toy")
def wooden_toy(s: Scene) -> None:
    s.ground(280, 920)
    for x, w, h, tone in ((300, 250, 150, s.p.main), (560, 360, 120, s.p.second)):
        box(s, x, BASE - 52, w, h, tone, 80)
    box(s, 320, BASE - 202, 150, 140, s.p.accent, 70)
    cylinder(s, 700, BASE - 176, 120, 110, WOOD)
    s.c.fill(shapes.star(862, BASE - 240, 62, 30, 5), s.p.accent, "soft", rim=5)
    s.c.fill(shapes.rect(836, BASE - 210, 54, 30, 8), WOOD, "soft")
    for x in (370, 490, 640, 740, 850):
        s.c.fill(shapes.ellipse(x, BASE - 38, 54), darker(WOOD, 0.12), "ball", rim=5)
        s.c.fill(shapes.ellipse(x, BASE - 38, 20), s.p.pale, "soft")
    s.c.fill(shapes.rect(350, BASE - 320, 70, 60, 10), s.p.pale, "soft", rim=3)


@motif("picnic")
def picnic(s: Scene) -> None:
    """A hamper with its lid up: a set of several makers' things."""
    s.ground(270, 930)
    box(s, 290, BASE - 210, 560, 210, darker(WOOD, 0.05), 130)
    for i, (x, h, tone) in enumerate(
        ((380, 230, s.p.main), (500, 170, s.p.accent), (620, 250, s.p.second), (750, 190, s.p.main))
    ):
        lathe(s, x, BASE - 190, [(0, 52), (h - 60, 52), (h - 20, 34), (h, 34)], tone)
        lathe(s, x, BASE - 190 - h, [(0, 38), (34, 38)], s.p.pale)
        label(s, x, BASE - 320 + 18 * (i % 2), 72, 76)
    front = shapes.rect(290, BASE - 230, 560, 230, 14)
    s.c.fill(front, WOOD, "round", rim=5, depth=0.7)
    with s.c.inside(front):
        for row in range(6):
            for k in range(16):
                x = 280 + k * 38 + (19 if row % 2 else 0)
                s.c.stroke(
                    [(x, 775 + row * 40), (x + 24, 775 + row * 40)], 17, lighter(WOOD, 0.3), 0.5
                )
    label(s, 570, BASE - 112, 170, 120)


@motif("terrarium")
def terrarium(s: Scene) -> None:
    s.ground(390, 830)
    cylinder(s, 610, BASE, 430, 46, WOOD)
    soil = [*shapes.arc(610, 930, 190, 26, 0, 180), (420, 860), (790, 840)]
    s.c.fill(soil, (104, 78, 58), "soft")
    s.c.fill(
        shapes.smooth(
            [(422, 862), (500, 826), (600, 850), (700, 812), (790, 842), (700, 880), (520, 886)]
        ),
        (130, 158, 96),
        "soft",
    )
    for angle, x in ((-110, 560), (-90, 580), (-68, 600), (-100, 690), (-76, 700)):
        s.c.fill(shapes.leaf(x, 850, 210, angle, 0.32), (104, 144, 100), "soft", rim=3)
    opening(s, 480, 850, 26, s.p.accent, s.p.pale)
    dome = [
        *shapes.arc(610, 620, 205, 250, 180, 360),
        (815, 935),
        *shapes.arc(610, 935, 205, 32, 0, 180),
    ]
    s.c.fill(dome, s.p.pale, "soft", opacity=0.24, rim=7)
    s.c.stroke(shapes.arc(610, 620, 172, 214, 196, 246), 15, (255, 255, 255), 0.6)
    s.c.fill(shapes.ellipse(610, 362, 28), WOOD, "ball", rim=4)
