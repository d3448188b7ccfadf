"""Work done for you: repair, cleaning, care, delivery, design, moving, garden."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.motifs.pantry import WOOD
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import box, cylinder, disc, label, lathe, lines, mark, opening

STEEL: Colour = (176, 186, 190)


@motif("toolbox")
def toolbox(s: Scene) -> None:
    s.ground(290, 900)
    handles = ((400, -96, s.p.accent), (520, -84, WOOD), (690, -100, s.p.second))
    for x, angle, tone in handles:
        end = shapes.turn([(x + 290, 760)], angle, (x, 760))[0]
        s.c.stroke([(x, 760), end], 34, tone)
    s.c.fill(shapes.turn(shapes.rect(300, 430, 170, 66, 14), -6, (385, 463)), STEEL, "fall", rim=5)
    ring = shapes.ellipse(548, 470, 58)
    s.c.fill(ring, STEEL, "soft", hole=shapes.ellipse(566, 446, 30), rim=4)
    s.c.stroke(shapes.arc(600, 730, 200, 130, 180, 360), 24, darker(s.p.main, 0.45))
    box(s, 300, BASE, 520, 250, s.p.main, 130)
    box(s, 290, BASE - 200, 540, 60, lighter(s.p.main, 0.1), 136)
    for x in (390, 690):
        s.c.fill(shapes.rect(x, BASE - 232, 56, 72, 10), s.p.second, "soft", rim=4)
    label(s, 560, BASE - 88, 190, 110)


@motif("cleaning")
def cleaning(s: Scene) -> None:
    s.ground(420, 800)
    s.c.stroke([(430, 300), (330, 830)], 22, WOOD)
    brush = shapes.turn(shapes.rect(250, 810, 170, 60, 14), 10, (335, 840))
    hairs = shapes.smooth([(246, 850), (410, 880), (430, 1000), (300, 1010), (190, 960)], steps=6)
    s.c.fill(hairs, s.p.second, "soft", rim=4)
    with s.c.inside(hairs):
        for k in range(9):
            s.c.stroke(
                [(256 + k * 19, 850), (210 + k * 26, 1020)], 4, darker(s.p.second, 0.35), 0.6
            )
    s.c.fill(brush, s.p.accent, "soft", rim=4)
    s.c.stroke(shapes.arc(620, 690, 190, 200, 190, 350), 13, STEEL)
    lathe(s, 620, BASE, [(0, 150), (300, 205)], s.p.main)
    opening(s, 620, BASE - 300, 205, s.p.main, mix(s.p.pale, (150, 200, 220), 0.5))
    for x, y, r in ((520, 655, 50), (600, 630, 64), (690, 640, 54), (740, 665, 36), (470, 670, 30)):
        s.c.fill(shapes.ellipse(x, y, r), s.p.pale, "ball", opacity=0.92, rim=5)
    s.ground(850, 960, BASE + 14, 90)
    lathe(s, 900, BASE + 14, [(0, 56), (170, 60), (220, 26), (260, 24)], s.p.second)
    s.c.fill([(862, 690), (930, 690), (932, 740), (876, 740)], s.p.accent, "soft", rim=3)
    s.c.fill([(862, 692), (826, 700), (862, 712)], s.p.accent)
    label(s, 898, BASE - 70, 84, 90)
    cloth = shapes.smooth([(440, 690), (520, 700), (530, 800), (505, 860), (450, 850), (430, 780)])
    s.c.fill(cloth, s.p.accent, "soft", rim=5)


@motif("care")
def care(s: Scene) -> None:
    """Two hands holding a heart."""
    s.hover(600, 560, 1040)
    heart = shapes.smooth(
        [(600, 470), (660, 392), (760, 392), (806, 480), (760, 590), (600, 720), (440, 590),
         (394, 480), (440, 392), (540, 392)]
    )  # fmt: skip
    s.drop(heart, 8, 16, 0.22)
    s.c.fill(heart, s.p.accent, "ball", rim=7)
    skin = ((238, 198, 164), (206, 154, 116))
    for side, tone in zip((-1, 1), skin, strict=True):
        palm = [
            (40, 150),
            (64, 60),
            (150, -10),
            (222, -110),
            (262, -190),
            (306, -196),
            (316, -130),
            (300, 0),
            (250, 110),
            (160, 190),
        ]
        hand = shapes.smooth([(600 + side * x, 800 + y) for x, y in palm])
        s.drop(hand, 6, 12, 0.22)
        s.c.fill(hand, tone, "soft", rim=6)
        thumb = shapes.smooth(
            [
                (600 + side * x, 800 + y)
                for x, y in ((150, 100), (104, 40), (92, -44), (124, -70), (160, -30), (220, 60))
            ]
        )
        s.c.fill(thumb, lighter(tone, 0.12), "soft", rim=5)
        sleeve = shapes.turn(
            shapes.rect(600 + side * 122 - 105, 900, 210, 160, 30),
            side * -34,
            (600 + side * 122, 975),
        )
        s.c.fill(sleeve, s.p.main if side < 0 else s.p.second, "soft", rim=6)


@motif("laptop")
def laptop(s: Scene) -> None:
    s.ground(230, 900, BASE - 14)
    s.c.fill(shapes.rect(300, 420, 540, 400, 24), darker(STEEL, 0.5), "soft", rim=5)
    screen = shapes.rect(322, 442, 496, 350, 10)
    s.c.fill(screen, s.p.pale, "soft")
    with s.c.inside(screen):
        s.c.fill(shapes.rect(322, 442, 496, 46), s.p.main)
        s.c.fill(shapes.rect(350, 520, 200, 150, 12), s.p.second, "soft")
        s.c.fill(shapes.arc(450, 670, 84, 70, 180, 360), s.p.main, "soft")
        s.c.fill(shapes.ellipse(500, 560, 26), s.p.accent)
        lines(s, 590, 540, (180, 140, 170), 44, 14, mix(s.p.pale, s.p.ink, 0.45))
        for i, h in enumerate((40, 66, 52, 82)):
            s.c.fill(
                shapes.rect(600 + i * 48, 770 - h, 32, h, 6), (s.p.main, s.p.accent)[i % 2], "soft"
            )
        lines(s, 356, 710, (170, 120), 36, 11, mix(s.p.pale, s.p.ink, 0.35))
    deck = [(250, 940), (320, 822), (820, 822), (900, 940)]
    s.c.fill(deck, STEEL, "soft", rim=4)
    for row in range(3):
        y = 842 + row * 22
        s.c.stroke([(346 - row * 12, y), (798 + row * 13, y)], 13, darker(STEEL, 0.35))
    s.c.fill(shapes.rect(244, 938, 662, 30, 14), lighter(STEEL, 0.25), "soft", rim=3)
    s.ground(910, 1010, BASE + 30, 90)
    lathe(s, 955, BASE + 30, [(0, 56), (120, 64)], s.p.accent)
    opening(s, 955, BASE - 90, 64, s.p.accent, (104, 66, 46))


@motif("truck")
def truck(s: Scene) -> None:
    s.ground(190, 1000, BASE, 130)
    box(s, 200, 930, 480, 380, s.p.main, 90)
    mark(s, 440, 700, 74, s.p.pale)
    lines(s, 330, 832, (220,), 10, 20, lighter(s.p.main, 0.6))
    cab = shapes.smooth(
        [(710, 930), (710, 640), (730, 616), (860, 622), (940, 740), (985, 770), (990, 930)],
        steps=3,
    )
    s.c.fill(cab, s.p.second, "soft", rim=6)
    s.c.fill(
        [(770, 660), (850, 660), (912, 756), (770, 756)],
        mix(s.p.pale, (150, 190, 214), 0.6),
        "soft",
        rim=4,
    )
    s.c.fill(shapes.rect(190, 916, 806, 36, 10), darker(s.p.ink, 0.05), "soft")
    s.c.fill(shapes.ellipse(970, 840, 22), s.p.accent, "ball")
    for cx in (330, 840):
        s.c.fill(shapes.ellipse(cx, 940, 78), darker(s.p.ink, 0.15), "ball")
        s.c.fill(shapes.ellipse(cx, 940, 36), STEEL, "ball", rim=4)
    s.ground(560, 680, BASE + 70, 90)
    box(s, 540, BASE + 70, 120, 96, WOOD, 60)


@motif("garden")
def garden(s: Scene) -> None:
    s.ground(290, 760)
    s.c.stroke(shapes.arc(480, 640, 150, 140, 170, 380), 20, darker(s.p.main, 0.3))
    s.c.stroke([(640, 880), (880, 640)], 40, darker(s.p.main, 0.15))
    rose = shapes.turn(shapes.ellipse(894, 624, 26, 68), -45 + 90, (894, 624))
    s.c.fill(rose, darker(s.p.main, 0.3), "soft", rim=4)
    cylinder(s, 500, BASE, 360, 300, s.p.main)
    mark(s, 500, 850, 70, s.p.pale)
    for k in range(5):
        s.c.stroke(
            [(930 + k * 13, 640 + k * 9), (944 + k * 15, 690 + k * 26)], 7, (150, 196, 214), 0.85
        )
    s.ground(800, 1000, BASE + 22, 100)
    lathe(s, 900, BASE + 22, [(0, 70), (120, 96)], s.p.accent)
    s.c.fill(shapes.ellipse(900, BASE - 98, 92, 16), (96, 72, 56))
    for angle in (-130, -106, -84, -58):
        s.c.fill(shapes.leaf(900, BASE - 98, 160, angle, 0.4), (116, 156, 96), "soft", rim=3)


@motif("sand")
def sand(s: Scene) -> None:
    """A sandpit with bucket and spade: playground sand made clean."""
    s.ground(210, 990)
    heap = shapes.smooth(
        [
            (240, 960),
            (330, 850),
            (470, 760),
            (590, 730),
            (700, 790),
            (860, 880),
            (960, 960),
            (600, 990),
        ]
    )
    s.c.fill(heap, (232, 204, 152), "ball", rim=5)
    with s.c.inside(heap):
        for i in range(60):
            x, y = 250 + (i * 211) % 700, 760 + (i * 97) % 220
            s.c.fill(shapes.ellipse(x, y, 4), darker((232, 204, 152), 0.4), opacity=0.5)
    s.c.stroke([(640, 420), (570, 760)], 22, WOOD)
    s.c.stroke([(600, 410), (684, 426)], 30, s.p.accent)
    lathe(s, 800, BASE + 10, [(0, 92), (180, 128)], s.p.main)
    s.c.stroke(shapes.arc(800, 800, 122, 130, 185, 355), 11, s.p.accent)
    opening(s, 800, BASE - 170, 128, s.p.main, (226, 196, 142))
    s.c.fill(shapes.star(800, 905, 48, 22, 5), s.p.second, "soft", rim=4)
    box(s, 240, BASE + 12, 130, 150, s.p.second, 60)
    s.c.fill(shapes.star(380, 800, 40, 10, 4), s.p.pale)
    s.c.fill(shapes.star(450, 690, 28, 7, 4), s.p.pale)


@motif("house")
def house(s: Scene) -> None:
    s.ground(270, 900)
    box(s, 300, BASE, 460, 350, s.p.pale, 170)
    dx, dy = 170 * 0.62, 170 * 0.4
    s.c.fill(
        [(760, 635), (760 + dx, 635 - dy), (645, 400 - dy + 18), (530, 400)],
        darker(s.p.main, 0.32),
        "soft",
    )
    s.c.fill(
        [(262, 650), (530, 396), (798, 650), (740, 650), (530, 470), (320, 650)],
        s.p.main,
        "soft",
        rim=5,
    )
    s.c.fill([(330, 640), (530, 470), (730, 640)], s.p.pale)
    roof = [(530, 396), (530 + dx, 396 - dy), (798 + dx, 650 - dy), (798, 650)]
    s.c.fill(roof, darker(s.p.main, 0.12), "soft", rim=4)
    for i in range(3):
        for j in range(2):
            ax, ay = 590 + i * 66 + j * 50, 425 + i * 62 - j * 32
            panel = [(ax, ay), (ax + 44, ay - 28), (ax + 100, ay + 26), (ax + 56, ay + 54)]
            s.c.fill(panel, (58, 84, 120), "soft", rim=4)
    for x in (350, 570):
        s.c.fill(shapes.rect(x, 700, 120, 120, 10), (244, 204, 120), "soft", rim=3)
        s.c.stroke([(x + 60, 700), (x + 60, 820)], 8, s.p.pale)
        s.c.stroke([(x, 760), (x + 120, 760)], 8, s.p.pale)
    s.c.fill(shapes.rect(470, 810, 100, 175, 12), s.p.accent, "soft", rim=4)
    s.c.fill(shapes.ellipse(550, 905, 9), s.p.pale)
    disc(s, 930, BASE + 12, 74, (120, 154, 100))
    for x, y, r in ((900, 930, 62), (960, 930, 58), (930, 880, 56)):
        s.c.fill(shapes.ellipse(x, y, r), (128, 160, 106), "ball", rim=4)
