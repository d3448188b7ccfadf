"""Things to take part in: loom, pottery wheel, guided walk, cooking, a room to share."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import darker, lighter, mix
from marketplace.demo.artwork.motifs.pantry import WOOD
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import box, cylinder, lathe, mark, opening


@motif("loom")
def loom(s: Scene) -> None:
    s.ground(290, 900)
    for x in (300, 860):
        s.c.fill(shapes.rect(x - 24, 320, 52, 665, 14), WOOD, "round", rim=4)
    for y in (350, 900):
        s.c.fill(shapes.rect(270, y, 630, 48, 20), darker(WOOD, 0.1), "fall", rim=4)
    for k in range(26):
        s.c.stroke([(340 + k * 19, 396), (340 + k * 19, 902)], 3, s.p.pale)
    cloth = shapes.rect(334, 620, 488, 284)
    s.c.fill(cloth, s.p.main, "soft")
    with s.c.inside(cloth):
        for row in range(12):
            tone = (s.p.main, s.p.second, s.p.main, s.p.accent, s.p.pale)[row % 5]
            y = 632 + row * 24
            for k in range(13):
                s.c.stroke(
                    [(340 + k * 38 + 19 * (row % 2), y), (360 + k * 38 + 19 * (row % 2), y)],
                    18,
                    tone,
                )
    shuttle = shapes.turn(shapes.leaf(430, 570, 340, 0, 0.26), -6, (600, 570))
    s.drop(shuttle, 6, 10)
    s.c.fill(shuttle, darker(WOOD, 0.3), "soft", rim=4)
    for x, y, tone in ((930, 990, s.p.accent), (985, 1040, s.p.second), (860, 1045, s.p.main)):
        s.hover(x + 6, 110, y + 46)
        s.c.fill(shapes.ellipse(x, y, 56), tone, "ball", rim=4)
        for k in range(4):
            s.c.stroke(
                shapes.arc(x, y, 52 - k * 10, 20 + k * 10, 200 + k * 8, 330),
                4,
                lighter(tone, 0.45),
                0.7,
            )


@motif("pottery")
def pottery(s: Scene) -> None:
    s.ground(330, 860)
    lathe(s, 600, BASE, [(0, 170), (30, 170), (50, 70), (110, 70)], darker(WOOD, 0.2))
    cylinder(s, 600, BASE - 96, 520, 40, WOOD)
    clay = mix(s.p.main, (196, 140, 108), 0.5)
    pot = lathe(s, 600, BASE - 140, [(0, 110), (90, 176), (190, 168), (270, 110), (310, 124)], clay)
    with s.c.inside(pot):
        for k in range(7):
            s.c.stroke(
                shapes.arc(600, BASE - 190 - k * 42, 190, 30, 0, 180), 5, lighter(clay, 0.3), 0.5
            )
    opening(s, 600, BASE - 450, 124, clay, darker(clay, 0.4))
    for side, tone in ((-1, (238, 198, 164)), (1, (226, 180, 142))):
        palm = [
            (330, 60),
            (240, -30),
            (180, -110),
            (152, -100),
            (168, -20),
            (160, 60),
            (200, 130),
            (300, 160),
        ]
        s.c.fill(shapes.smooth([(600 + side * x, 690 + y) for x, y in palm]), tone, "soft", rim=5)
        cuff = shapes.turn(
            shapes.rect(600 + side * 370 - 80, 730, 160, 140, 26),
            side * -30,
            (600 + side * 370, 800),
        )
        s.c.fill(cuff, s.p.accent if side < 0 else s.p.second, "soft", rim=5)


@motif("walk")
def walk(s: Scene) -> None:
    """An unfolded map with a dotted way and a pin."""
    s.ground(220, 980, BASE, 140)
    corners = [(240, 560), (430, 500), (620, 560), (810, 500), (980, 556)]
    tints = (
        mix(s.p.main, s.p.pale, 0.55),
        mix(s.p.second, s.p.pale, 0.55),
        mix(s.p.main, s.p.pale, 0.7),
        mix(s.p.second, s.p.pale, 0.35),
    )
    for i, tone in enumerate(tints):
        (x0, y0), (x1, y1) = corners[i], corners[i + 1]
        panel = [(x0, y0), (x1, y1), (x1 + 10, y1 + 420), (x0 + 10, y0 + 420)]
        s.c.fill(panel, darker(tone, 0.1) if i % 2 else tone, "soft", rim=4)
        with s.c.inside(panel):
            s.c.stroke(
                shapes.smooth([(200, 880), (450, 800), (700, 860), (1000, 760)], False),
                40,
                (150, 196, 214),
            )
            s.c.fill(shapes.ellipse(330, 650, 84, 66), mix(s.p.main, (120, 160, 100), 0.5), "soft")
            s.c.fill(shapes.ellipse(880, 900, 90, 70), mix(s.p.main, (120, 160, 100), 0.5), "soft")
    way = shapes.smooth(
        [(330, 900), (430, 780), (560, 720), (640, 800), (760, 700), (770, 640)], False, 6
    )
    for x, y in way[::2]:
        s.c.fill(shapes.ellipse(x, y, 11), s.p.accent)
    pin = shapes.smooth([(770, 660), (690, 520), (690, 420), (770, 372), (850, 420), (850, 520)])
    s.c.shadow(shapes.ellipse(790, 668, 60, 16), s.p.ink, 0.4, 12)
    s.c.fill(pin, s.p.accent, "ball", rim=6)
    s.c.fill(shapes.ellipse(770, 462, 38), s.p.pale, "soft")
    s.c.fill(shapes.star(400, 540, 54, 20, 4), s.p.pale, "soft", rim=4)


@motif("cooking")
def cooking(s: Scene) -> None:
    s.ground(300, 860)
    cylinder(s, 560, BASE, 460, 260, s.p.main)
    for side in (-1, 1):
        s.c.fill(
            shapes.rect(560 + side * 262 - 46, BASE - 226, 92, 46, 20),
            darker(s.p.main, 0.4),
            "soft",
            rim=4,
        )
    opening(s, 560, BASE - 260, 236, s.p.main, (226, 150, 84))
    for i, (dx, tone) in enumerate(
        ((-130, (150, 176, 92)), (-40, (206, 82, 60)), (60, (246, 222, 178)), (140, (150, 176, 92)))
    ):
        s.c.fill(shapes.ellipse(560 + dx, BASE - 262 + 10 * (i % 2), 42, 19), tone, "ball", rim=3)
    s.c.stroke([(640, 715), (820, 420)], 22, WOOD)
    for i, x in enumerate((430, 540)):
        wave = [(x, 640), (x + 24, 580), (x - 16, 520), (x + 12, 450 - 30 * i)]
        s.c.stroke(shapes.smooth(wave, False), 13, s.p.pale, 0.8)
    s.ground(850, 1000, BASE + 24, 90)
    for x, y, r, tone in ((900, 970, 54, (206, 82, 60)), (975, 1000, 42, (240, 196, 92))):
        s.c.fill(shapes.ellipse(x, y, r), tone, "ball", rim=4)
    s.c.fill(shapes.leaf(895, 920, 90, -40, 0.5), (112, 148, 88), "soft", rim=3)


@motif("space")
def space(s: Scene) -> None:
    """A shared table with chairs under a pendant light: a room to rent."""
    s.ground(240, 960)
    s.c.stroke([(600, 60), (600, 300)], 7, s.p.ink)
    s.c.shadow(shapes.ellipse(600, 560, 320, 190), s.p.glow, 0.7, 60)
    s.c.fill(
        [(540, 300), (660, 300), (750, 410), *shapes.arc(600, 410, 150, 24, 0, 180)],
        s.p.accent,
        "round",
        rim=5,
    )
    for x in (330, 870):
        side = 1 if x < 600 else -1
        s.c.stroke([(x - side * 50, 560), (x - side * 40, 960)], 22, darker(WOOD, 0.2))
        s.c.stroke([(x + side * 90, 800), (x + side * 100, 970)], 20, darker(WOOD, 0.3))
        s.c.fill(
            shapes.rect(x - 62 if side > 0 else x - 70, 770, 132, 36, 16), s.p.main, "soft", rim=4
        )
        s.c.fill(shapes.rect(x - side * 50 - 18, 540, 36, 170, 18), s.p.main, "soft", rim=4)
    for x in (420, 780):
        s.c.stroke([(x, 740), (x, BASE)], 26, darker(WOOD, 0.15))
    s.c.fill(shapes.rect(300, 700, 600, 46, 20), WOOD, "soft", rim=5)
    lathe(s, 520, 702, [(0, 34), (64, 42)], s.p.pale)
    opening(s, 520, 638, 42, s.p.pale, (104, 66, 46))
    box(s, 630, 702, 130, 26, s.p.second, 50)
    lathe(s, 810, 702, [(0, 26), (50, 36), (90, 18)], s.p.accent)
    s.c.fill(shapes.rect(300, 210, 150, 190, 8), s.p.pale, "soft", rim=4)
    mark(s, 375, 305, 44, s.p.main)
