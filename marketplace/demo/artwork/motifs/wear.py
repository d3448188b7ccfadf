"""Worn things: T-shirt, workwear, suit, socks, scarf, hat, shoes, jewellery."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.shapes import Outline
from marketplace.demo.artwork.solids import box, lathe, mark

TORSO: Outline = [
    (480, 400), (540, 432), (600, 442), (660, 432), (720, 400), (800, 440), (930, 590),
    (840, 680), (784, 630),
    (790, 800), (786, 960), (600, 976), (414, 960), (410, 800), (416, 630), (360, 680),
    (270, 590), (400, 440),
]  # fmt: skip


def hanger(s: Scene) -> None:
    s.c.stroke([(180, 262), (1020, 262)], 18, darker(s.p.second, 0.35))
    s.c.stroke(shapes.arc(600, 300, 34, 40, 160, 400), 10, darker(s.p.ink, 0.1))
    s.c.stroke([(600, 338), (600, 372)], 10, darker(s.p.ink, 0.1))
    s.c.stroke([(440, 432), (600, 366), (760, 432)], 20, darker(s.p.second, 0.35))


def torso(s: Scene, colour: Colour) -> Outline:
    path = shapes.smooth(TORSO, steps=5)
    s.drop(path)
    s.c.fill(path, colour, "soft", rim=6)
    for x in (420, 780):
        s.c.stroke([(x, 640), (x + (600 - x) * 0.05, 560)], 6, darker(colour, 0.3), 0.6)
    return path


@motif("t-shirt")
def t_shirt(s: Scene) -> None:
    s.hover(600, 440, 1060)
    hanger(s)
    path = torso(s, s.p.main)
    s.c.stroke(
        shapes.smooth([(480, 402), (540, 434), (600, 444), (660, 434), (720, 402)], False),
        15,
        lighter(s.p.main, 0.3),
    )
    if s.room == 1:
        with s.c.inside(path):
            for i in range(4):
                s.c.stroke([(250, 640 + i * 74), (950, 640 + i * 74)], 25, s.p.pale, 0.9)
        return
    s.c.fill(shapes.ellipse(600, 680, 112), s.p.pale, "soft")
    mark(s, 600, 680, 62, s.p.accent)


@motif("workwear")
def workwear(s: Scene) -> None:
    s.hover(600, 440, 1060)
    hanger(s)
    path = torso(s, s.p.main)
    with s.c.inside(path):
        for side in (-1, 1):
            yoke = [(600, 400), (600 + side * 340, 400), (600 + side * 340, 545), (600, 545)]
            s.c.fill(yoke, s.p.accent, "soft")
        s.c.stroke([(250, 790), (950, 790)], 46, s.p.second)
        s.c.stroke([(250, 790), (950, 790)], 16, lighter(s.p.second, 0.6))
        s.c.stroke([(600, 430), (600, 990)], 8, darker(s.p.main, 0.45))
        for y in (610, 700, 890):
            s.c.fill(shapes.ellipse(618, y, 10), s.p.pale)
    for side in (-1, 1):
        x = 600 + side * 100 - 54
        s.c.fill(shapes.rect(x, 600, 108, 116, 12), lighter(s.p.main, 0.12), "soft", rim=4)
        s.c.fill(shapes.rect(x - 5, 590, 118, 36, 10), darker(s.p.main, 0.14), rim=3)
        collar = [(600, 462), (600 + side * 120, 396), (600 + side * 104, 500)]
        s.c.fill(collar, lighter(s.p.main, 0.16), "soft", rim=4)


@motif("suit")
def suit(s: Scene) -> None:
    s.hover(600, 440, 1060)
    hanger(s)
    s.c.fill([(500, 400), (700, 400), (640, 760), (560, 760)], s.p.pale, "soft")
    tie = [(582, 440), (618, 440), (632, 660), (600, 720), (568, 660)]
    s.c.fill(tie, s.p.accent, "soft", rim=3)
    s.c.fill([(576, 418), (624, 418), (612, 462), (588, 462)], darker(s.p.accent, 0.15), rim=3)
    for side in (-1, 1):
        half = [(600 + side * x, y) for x, y in ((112, 396), (210, 440), (232, 640), (236, 972))]
        half += [(600 + side * x, y) for x, y in ((120, 990), (-6, 960), (-4, 740), (60, 560))]
        path = shapes.smooth(half, steps=4)
        s.drop(path)
        s.c.fill(path, s.p.main, "soft", rim=5)
        sleeve = [(600 + side * x, y) for x, y in ((196, 436), (286, 560), (336, 860), (262, 884))]
        sleeve += [(600 + side * x, y) for x, y in ((214, 640),)]
        s.c.fill(shapes.smooth(sleeve, steps=5), darker(s.p.main, 0.12), "soft", rim=5)
        lapel = [(600 + side * x, y) for x, y in ((104, 396), (150, 500), (112, 516), (140, 548))]
        lapel += [(600 + side * x, y) for x, y in ((4, 742), (48, 560))]
        s.drop(lapel, 4, 6, 0.25)
        s.c.fill(lapel, lighter(s.p.main, 0.12), "soft", rim=4)
        s.c.stroke([(600 + side * 150, 792), (600 + side * 214, 786)], 13, darker(s.p.main, 0.35))
    for y in (784, 850):
        s.c.fill(shapes.ellipse(612, y, 11), s.p.second, "ball", rim=2)
    s.c.fill([(704, 588), (748, 582), (742, 610), (708, 612)], s.p.pale, rim=2)


@motif("socks")
def socks(s: Scene) -> None:
    s.hover(620, 560, 1020)
    for dx, dy, tone, other in ((150, -40, s.p.second, s.p.accent), (0, 20, s.p.main, s.p.pale)):
        sock = shapes.smooth(
            [(430, 400), (590, 400), (594, 560), (600, 700), (700, 760), (756, 850),
             (700, 930), (560, 930), (450, 850), (428, 700), (426, 560)]
        )  # fmt: skip
        sock = shapes.shift(sock, dx, dy)
        s.drop(sock)
        s.c.fill(sock, tone, "soft", rim=6)
        with s.c.inside(sock):
            s.c.fill(shapes.rect(400 + dx, 380 + dy, 220, 96), other, "soft")
            for k in range(9):
                x = 432 + k * 20 + dx
                s.c.stroke([(x, 380 + dy), (x, 476 + dy)], 3, darker(other, 0.3), 0.5)
            s.c.fill(shapes.ellipse(742 + dx, 890 + dy, 88, 110), other, "soft")
            s.c.fill(shapes.ellipse(452 + dx, 880 + dy, 76), other, "soft")
            for k in range(3):
                s.c.stroke(
                    [(400 + dx, 560 + k * 54 + dy), (640 + dx, 560 + k * 54 + dy)], 13, other, 0.8
                )


@motif("scarf")
def scarf(s: Scene) -> None:
    s.ground(330, 880)
    for i, tone in enumerate((s.p.main, lighter(s.p.main, 0.14), darker(s.p.main, 0.08))):
        y = BASE - 150 - i * 108
        fold = shapes.rect(330 + i * 14, y, 520 - i * 28, 150, 72)
        s.c.fill(fold, tone, "fall", rim=5)
        with s.c.inside(fold):
            for k in range(8):
                x = 350 + k * 68
                s.c.stroke(
                    [(x, y), (x + 14, y + 150)], 15, s.p.second if k % 2 else s.p.accent, 0.75
                )
    tail = shapes.smooth(
        [(560, 690), (720, 700), (730, 850), (736, 985), (566, 985), (572, 850)], steps=6
    )
    s.drop(tail, 8, 8, 0.3)
    s.c.fill(tail, s.p.main, "soft", rim=5)
    with s.c.inside(tail):
        for y in (880, 920):
            s.c.stroke([(550, y), (750, y)], 17, s.p.second)
    for k in range(9):
        x = 574 + k * 19
        s.c.stroke([(x, 985), (x - 4, 1048)], 7, darker(s.p.main, 0.1))


@motif("hat")
def hat(s: Scene) -> None:
    s.ground(270, 930)
    brim = shapes.smooth(
        [
            (240, 905),
            (420, 850),
            (600, 838),
            (780, 850),
            (960, 905),
            (860, 975),
            (600, 1000),
            (340, 975),
        ]
    )
    s.c.fill(brim, s.p.second, "soft", rim=6)
    dome = [(410, 900), (420, 720), (480, 610), (600, 578), (720, 610), (780, 720), (790, 900)]
    crown = [*shapes.smooth(dome, False), *shapes.arc(600, 900, 190, 44, 0, 180)]
    s.c.fill(crown, lighter(s.p.second, 0.1), "round", rim=5)
    with s.c.inside(crown):
        for k in range(12):
            s.c.stroke(
                shapes.arc(600, 560 + k * 34, 210, 40, 0, 180), 3, darker(s.p.second, 0.3), 0.4
            )
        s.c.stroke(shapes.arc(600, 850, 196, 44, 0, 180), 58, s.p.main)
    s.c.fill(shapes.leaf(700, 875, 130, -60, 0.5), s.p.accent, "soft", rim=4)
    s.c.fill(shapes.leaf(700, 875, 120, -20, 0.5), s.p.accent, "soft", rim=4)


@motif("shoes")
def shoes(s: Scene) -> None:
    s.ground(240, 960)
    for dx, dy in ((110, -90), (0, 0)):
        sole = shapes.smooth(
            [(240, 940), (600, 950), (860, 945), (880, 985), (600, 996), (248, 990)]
        )
        s.c.fill(shapes.shift(sole, dx, dy), s.p.pale, "fall", rim=4)
        upper = shapes.smooth(
            [
                (250, 950),
                (262, 760),
                (330, 700),
                (420, 730),
                (520, 770),
                (680, 840),
                (830, 880),
                (868, 950),
                (560, 962),
            ]
        )
        tone = s.p.main if not dx else darker(s.p.main, 0.15)
        s.c.fill(shapes.shift(upper, dx, dy), tone, "soft", rim=6)
        with s.c.inside(shapes.shift(upper, dx, dy)):
            s.c.fill(shapes.ellipse(850 + dx, 960 + dy, 130, 90), s.p.second, "soft")
            s.c.fill(shapes.ellipse(330 + dx, 712 + dy, 80, 30), darker(tone, 0.55))
        for k in range(4):
            x, y = 470 + k * 62 + dx, 768 + k * 26 + dy
            s.c.stroke([(x, y), (x - 52, y + 48)], 13, s.p.pale)


@motif("jewellery")
def jewellery(s: Scene) -> None:
    s.ground(440, 760)
    lathe(
        s, 600, BASE, [(0, 150), (40, 130), (150, 96), (300, 130), (420, 84), (540, 56)], s.p.pale
    )
    lace = shapes.arc(600, 560, 88, 190, 0, 180)
    s.c.stroke(lace, 7, s.p.second)
    for i, (x, y) in enumerate(lace[3:-3:4]):
        s.c.fill(
            shapes.ellipse(x, y, 20 + 7 * (i % 2)),
            (s.p.main, s.p.accent, s.p.second)[i % 3],
            "ball",
            rim=3,
        )
    s.ground(790, 980, BASE + 20, 110)
    box(s, 790, BASE + 20, 150, 90, s.p.main, 80)
    for x in (830, 905):
        s.c.fill(
            shapes.ellipse(x, BASE - 96, 32),
            s.p.accent,
            "ball",
            rim=4,
            hole=shapes.ellipse(x, BASE - 96, 15),
        )
