"""Staples: bread, tofu, rice, kimchi, oil, juice, tea, coffee, eggs, noodles."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.motifs.sweets import jar
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.shapes import Outline
from marketplace.demo.artwork.solids import box, cylinder, disc, label, lathe, opening

CRUST: Colour = (205, 139, 74)
CRUMB: Colour = (246, 222, 178)
WOOD: Colour = (196, 146, 96)


def board(s: Scene, x: float, y: float, w: float) -> None:
    """A wooden board lying on the table."""
    s.ground(x, x + w, y + 30)
    s.c.fill(shapes.rect(x, y, w, 40, 20), darker(WOOD, 0.25), "soft")
    s.c.fill(shapes.rect(x, y - 16, w, 40, 20), WOOD, "soft", rim=4)


@motif("bread")
def bread(s: Scene) -> None:
    board(s, 230, BASE, 740)
    wheat(s, 330, 760, 300, -104)
    wheat(s, 350, 760, 330, -82)
    loaf = shapes.smooth(
        [(300, 930), (282, 800), (330, 700), (480, 655), (640, 660), (770, 700), (812, 810),
         (790, 930), (560, 968)]
    )  # fmt: skip
    s.c.fill(loaf, CRUST, "ball", rim=6)
    with s.c.inside(loaf):
        for i in range(4):
            x = 380 + i * 108
            cut = shapes.leaf(x, 820, 150, -62, 0.34)
            s.c.fill(cut, lighter(CRUST, 0.55), "soft")
    for i in range(2):
        slice_ = shapes.smooth(
            [
                (0, 0),
                (-6, -120),
                (24, -190),
                (110, -214),
                (196, -190),
                (226, -120),
                (220, 0),
                (110, 10),
            ]
        )
        slice_ = shapes.shift(slice_, 700 + i * 70, 966 + i * 16)
        s.drop(slice_, 8, 10)
        s.c.fill(slice_, CRUST, "soft", rim=4)
        inner = [
            (810 + i * 70 + (x - 810 - i * 70) * 0.86, 862 + i * 16 + (y - 862 - i * 16) * 0.86)
            for x, y in slice_
        ]
        s.c.fill(inner, CRUMB, "soft")


def wheat(s: Scene, x: float, y: float, length: float, angle: float) -> None:
    """One ear of grain."""
    tip = shapes.turn([(x + length, y)], angle, (x, y))[0]
    s.c.stroke([(x, y), tip], 6, (186, 146, 70))
    for i in range(6):
        t = 0.42 + i * 0.1
        at = (x + (tip[0] - x) * t, y + (tip[1] - y) * t)
        for lean in (-34, 34):
            s.c.fill(
                shapes.leaf(*at, length * 0.2, angle + lean, 0.5), (222, 180, 92), "soft", rim=3
            )


@motif("tofu")
def tofu(s: Scene) -> None:
    board(s, 230, BASE, 740)
    white = (250, 244, 230)
    box(s, 290, BASE - 18, 300, 190, white, 150)
    box(s, 640, BASE - 8, 150, 130, white, 110)
    for x in (365, 440, 515):
        s.c.stroke([(x, BASE - 208), (x + 92, BASE - 268)], 4, darker(white, 0.2), 0.8)
    for x, y in ((850, 965), (900, 985), (880, 940), (818, 995)):
        s.c.fill(shapes.ellipse(x, y, 27, 24), (228, 192, 120), "ball", rim=3)
    lathe(s, 420, BASE - 262, [(0, 50), (20, 80), (70, 110)], s.p.main)
    opening(s, 420, BASE - 332, 110, s.p.main, (84, 48, 34))
    s.sprig(690, BASE - 150, 220, -60, 5)


@motif("rice")
def rice(s: Scene) -> None:
    s.ground(330, 770)
    sack = shapes.smooth(
        [(410, 470), (545, 482), (690, 470), (720, 600), (772, 800), (752, 968), (550, 992),
         (345, 968), (326, 800), (380, 600)]
    )  # fmt: skip
    s.c.fill(sack, s.p.second, "soft", rim=6)
    with s.c.inside(sack):
        s.c.stroke([(300, 560), (800, 560)], 15, s.p.accent)
        s.c.stroke([(300, 588), (800, 588)], 6, s.p.accent)
    tie = shapes.smooth([(400, 470), (470, 400), (545, 432), (630, 396), (700, 470), (548, 500)])
    s.c.fill(tie, lighter(s.p.second, 0.18), "soft", rim=5)
    s.c.stroke(shapes.smooth([(415, 482), (548, 505), (690, 482)], False), 17, s.p.main)
    label(s, 550, 770, 250, 240)
    s.ground(790, 1000, BASE + 22, 120)
    wheat(s, 860, 900, 350, -72)
    wheat(s, 830, 900, 330, -92)
    lathe(s, 890, BASE + 22, [(0, 60), (20, 72), (80, 112), (110, 118)], s.p.main)
    opening(s, 890, BASE - 88, 118, s.p.main, s.p.pale)
    s.c.fill(shapes.arc(890, BASE - 88, 98, 70, 180, 360), (252, 248, 238), "ball", rim=4)


@motif("kimchi")
def kimchi(s: Scene) -> None:
    s.ground(310, 740)
    red = (200, 72, 48)
    jar(s, 525, BASE, 400, 400, red, s.p.main)
    half = 180
    with s.c.inside(shapes.rect(525 - half, BASE - 290, half * 2, 300, 30)):
        for i in range(12):
            x, y = 370 + (i * 97) % 320, 720 + (i * 61) % 240
            tone = ((236, 214, 160), (226, 110, 70), (166, 178, 96))[i % 3]
            s.c.fill(shapes.leaf(x, y, 110, (i * 47) % 180, 0.5), tone, "soft", opacity=0.85, rim=3)
    label(s, 520, 830, 220, 160)
    s.ground(760, 990, BASE + 20, 120)
    s.c.fill(shapes.ellipse(875, BASE + 4, 128, 46), darker(s.p.pale, 0.18), "soft")
    s.c.fill(shapes.ellipse(875, BASE - 8, 128, 44), s.p.pale, "soft", rim=4)
    for i, (dx, dy) in enumerate(
        ((-52, -14), (0, -20), (52, -14), (-26, -46), (28, -46), (0, -74))
    ):
        fold = shapes.ellipse(875 + dx, 962 + dy, 44, 27)
        s.c.fill(fold, mix(red, (232, 196, 132), 0.25 * (i % 3)), "ball", rim=4)


@motif("oil")
def oil(s: Scene) -> None:
    s.sprig(270, 965, 330, -72)
    for cx, base, k, tone in (
        (480, BASE, 1.0, (196, 132, 44)),
        (690, BASE + 16, 0.82, (150, 86, 40)),
    ):
        s.ground(cx - 100 * k, cx + 100 * k, base)
        lathe(
            s,
            cx,
            base,
            [(0, 98 * k), (320 * k, 98 * k), (410 * k, 44 * k), (520 * k, 38 * k)],
            tone,
        )
        shine = shapes.rect(cx - 76 * k, base - 320 * k, 17 * k, 260 * k, 10)
        s.c.fill(shine, (255, 255, 255), opacity=0.38)
        lathe(s, cx, base - 515 * k, [(0, 46 * k), (66 * k, 46 * k)], s.p.main)
        disc(s, cx, base - 581 * k, 46 * k, lighter(s.p.main, 0.3))
        label(s, cx, base - 165 * k, 140 * k, 200 * k)
    for x, y in ((850, 1000), (900, 1018), (872, 968), (935, 990)):
        s.c.fill(shapes.ellipse(x, y, 22, 16), (238, 214, 160), "ball", rim=3)


@motif("juice")
def juice(s: Scene) -> None:
    tones = ((236, 150, 52), (196, 66, 66), (128, 160, 70))
    for i, cx in enumerate((400, 580, 760)):
        base = BASE + (14 if i == 1 else 0)
        s.ground(cx - 80, cx + 80, base, 150)
        lathe(s, cx, base, [(0, 78), (260, 82), (330, 46), (370, 42)], tones[i])
        s.c.fill(shapes.rect(cx - 62, base - 250, 15, 200, 10), (255, 255, 255), opacity=0.4)
        lathe(s, cx, base - 366, [(0, 50), (56, 50)], s.p.main)
        disc(s, cx, base - 422, 50, lighter(s.p.main, 0.3))
        label(s, cx, base - 130, 122, 130)
    fruit(s, 905, 970, 66, tones[0])
    fruit(s, 285, 985, 58, tones[1])


def fruit(s: Scene, cx: float, cy: float, r: float, colour: Colour) -> None:
    """A round fruit with its leaf."""
    s.hover(cx + 10, r * 2.1, cy + r * 0.92)
    s.c.fill(shapes.ellipse(cx, cy, r, r * 0.94), colour, "ball", rim=5)
    s.c.stroke([(cx, cy - r * 0.8), (cx + r * 0.12, cy - r * 1.15)], r * 0.12, (96, 74, 50))
    s.c.fill(
        shapes.leaf(cx + r * 0.1, cy - r * 0.98, r * 0.9, -24, 0.5), (112, 148, 88), "soft", rim=3
    )


@motif("tea")
def tea(s: Scene) -> None:
    from marketplace.demo.artwork.motifs.kitchen import cup, steam

    s.ground(300, 620)
    cylinder(s, 455, BASE, 310, 380, s.p.main)
    lathe(s, 455, BASE - 330, [(0, 162), (74, 162)], s.p.accent)
    disc(s, 455, BASE - 404, 162, lighter(s.p.accent, 0.2))
    label(s, 450, BASE - 165, 200, 210)
    s.ground(660, 960, BASE + 20)
    s.c.fill(shapes.ellipse(800, BASE + 16, 165, 40), darker(s.p.pale, 0.15), "soft")
    steam(s, 790, 790)
    cup(s, 790, BASE + 6, 112, s.p.pale, (186, 150, 66))
    for x, y, a in ((640, 1030, -20), (690, 1050, 30), (610, 1060, 160)):
        s.c.fill(shapes.leaf(x, y, 66, a, 0.45), (104, 134, 82), "soft", rim=3)


@motif("coffee")
def coffee(s: Scene) -> None:
    s.ground(340, 740)
    bag = shapes.smooth(
        [
            (372, 440),
            (540, 434),
            (708, 440),
            (716, 700),
            (732, 978),
            (540, 990),
            (348, 978),
            (364, 700),
        ],
        steps=6,
    )
    s.c.fill(bag, s.p.main, "soft", rim=6)
    with s.c.inside(bag):
        s.c.fill(shapes.rect(340, 430, 420, 84), darker(s.p.main, 0.2), "soft")
        s.c.stroke([(340, 520), (740, 520)], 6, darker(s.p.main, 0.5))
    s.c.fill(shapes.rect(360, 500, 360, 26, 8), s.p.second, "soft", rim=3)
    label(s, 540, 745, 230, 280)
    for i in range(9):
        bean(s, 790 + (i % 3) * 74 + 22 * (i // 3 % 2), 928 + (i // 3) * 48, -40 + (i * 53) % 120)


def bean(s: Scene, cx: float, cy: float, angle: float) -> None:
    """A roasted coffee bean."""
    s.hover(cx + 4, 64, cy + 18)
    s.c.fill(
        shapes.turn(shapes.ellipse(cx, cy, 31, 22), angle, (cx, cy)), (104, 66, 46), "ball", rim=3
    )
    crease = shapes.smooth(
        [(cx - 26, cy), (cx - 6, cy + 6), (cx + 6, cy - 6), (cx + 26, cy)], False
    )
    s.c.stroke(shapes.turn(crease, angle, (cx, cy)), 5, (58, 34, 24))


@motif("eggs")
def eggs(s: Scene) -> None:
    s.ground(230, 970)
    wheat(s, 900, 900, 360, -72)
    wheat(s, 930, 900, 330, -56)
    shells: tuple[Colour, ...] = ((232, 186, 142), (246, 226, 200), (216, 160, 116))
    for row, (y, count) in enumerate(((772, 3), (836, 4), (900, 5))):
        for i in range(count):
            cx = 600 + (i - (count - 1) / 2) * 140
            egg(s, cx, y, shells[(i + row) % 3])
    tray: Outline = [
        (240, 905),
        *[(240 + i * 60, 905 + 26 * (i % 2)) for i in range(13)],
        (960, 905),
        (930, BASE),
        (270, BASE),
    ]
    s.c.fill(tray, s.p.main, "soft", rim=5)
    label(s, 600, 950, 180, 60)


def egg(s: Scene, cx: float, cy: float, colour: Colour) -> None:
    path = shapes.smooth(
        [
            (cx, cy - 86),
            (cx + 50, cy - 20),
            (cx + 46, cy + 40),
            (cx, cy + 72),
            (cx - 46, cy + 40),
            (cx - 50, cy - 20),
        ]
    )
    s.c.fill(path, colour, "ball", rim=4)


@motif("noodles")
def noodles(s: Scene) -> None:
    s.ground(300, 880)
    for i in range(3):
        x, y = 310 + i * 90, BASE - 96 - i * 92
        for k in range(9):
            tone = mix(CRUMB, CRUST, 0.12 * (k % 3))
            s.c.stroke([(x, y + k * 10), (x + 420, y + k * 10)], 10, tone)
        s.c.fill(
            shapes.rect(x + 150, y - 10, 120, 108, 6),
            (s.p.main, s.p.accent, s.p.second)[i],
            "soft",
            rim=4,
        )
    lathe(s, 830, BASE + 20, [(0, 80), (24, 96), (110, 160), (150, 168)], s.p.main)
    opening(s, 830, BASE - 130, 168, s.p.main, (196, 140, 70))
    for k in range(5):
        wave = shapes.smooth([(720 + k * 40, 856), (745 + k * 40, 838), (772 + k * 30, 858)], False)
        s.c.stroke(wave, 9, CRUMB)
    s.c.stroke([(740, 760), (900, 880)], 11, darker(WOOD, 0.2))
    s.c.stroke([(780, 740), (915, 872)], 11, darker(WOOD, 0.2))
