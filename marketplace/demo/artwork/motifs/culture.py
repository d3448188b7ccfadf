"""Learning and stage: lecture, film, theatre, music, school."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import darker, lighter, mix
from marketplace.demo.artwork.motifs.pantry import WOOD
from marketplace.demo.artwork.motifs.works import STEEL
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import disc, lathe, lines


@motif("lecture")
def lecture(s: Scene) -> None:
    s.ground(300, 640)
    board_ = shapes.rect(470, 300, 480, 350, 18)
    s.drop(board_)
    s.c.fill(board_, s.p.pale, "soft", rim=5)
    s.c.stroke([(470, 650), (950, 650)], 20, darker(s.p.second, 0.3))
    for i, h in enumerate((70, 120, 160, 220)):
        s.c.fill(
            shapes.rect(700 + i * 56, 610 - h, 38, h, 6),
            (s.p.main, s.p.accent, s.p.second)[i % 3],
            "soft",
        )
    lines(s, 510, 370, (140, 110, 130), 60, 14, mix(s.p.pale, s.p.ink, 0.45))
    for x in (560, 860):
        s.c.stroke([(x, 650), (x + (x - 710) * 0.3, 960)], 17, darker(s.p.second, 0.4))
    lathe(s, 430, BASE, [(0, 130), (30, 130), (50, 60), (300, 50)], darker(WOOD, 0.05))
    s.c.fill([(280, 690), (580, 690), (552, 640), (316, 640)], lighter(WOOD, 0.2), "soft", rim=5)
    s.c.fill(shapes.rect(278, 686, 306, 60, 10), WOOD, "soft")
    s.c.stroke(shapes.smooth([(500, 650), (490, 560), (430, 500)], False), 10, s.p.ink)
    s.c.fill(
        shapes.turn(shapes.rect(392, 440, 56, 92, 28), -40, (420, 486)), s.p.main, "round", rim=4
    )


@motif("camera")
def camera(s: Scene) -> None:
    s.hover(600, 480, 1030)
    for x in (400, 600, 800):
        s.c.stroke([(600, 740), (x, 1010)], 24, darker(s.p.ink, 0.05))
    s.c.fill(shapes.rect(520, 710, 160, 60, 16), s.p.ink, "soft", rim=4)
    for cx, r in ((430, 100), (620, 124)):
        s.c.fill(shapes.ellipse(cx, 380, r), s.p.main, "ball", rim=6)
        s.c.fill(shapes.ellipse(cx, 380, r * 0.55), lighter(s.p.main, 0.3), "soft")
        s.c.fill(shapes.ellipse(cx, 380, r * 0.2), s.p.accent)
    body = shapes.rect(320, 470, 440, 260, 34)
    s.c.fill(body, s.p.main, "soft", rim=7)
    s.c.fill(
        [(760, 540), (930, 470), (930, 730), (760, 660)], darker(s.p.main, 0.35), "soft", rim=5
    )
    s.c.fill(shapes.ellipse(932, 600, 40, 130), mix(s.p.ink, (120, 170, 200), 0.4), "ball", rim=6)
    s.c.fill(shapes.rect(360, 520, 220, 150, 20), s.p.pale, "soft", rim=3)
    s.c.fill([(440, 552), (510, 595), (440, 638)], s.p.accent, "soft")
    s.c.fill(shapes.ellipse(680, 540, 24), s.p.accent, "ball")
    s.c.fill(shapes.ellipse(680, 610, 24), s.p.second, "ball")


@motif("theatre")
def theatre(s: Scene) -> None:
    s.ground(240, 960)
    disc(s, 600, 940, 330, WOOD)
    lathe(s, 600, BASE + 10, [(0, 330), (40, 330)], darker(WOOD, 0.2))
    disc(s, 600, BASE - 30, 330, lighter(WOOD, 0.15))
    beam = [(560, 250), (640, 250), (820, 930), (380, 930)]
    s.c.fill(beam, s.p.glow, opacity=0.45)
    for cx, cy, tone, smile, turn in ((710, 650, s.p.second, -1, 12), (500, 700, s.p.main, 1, -10)):
        face = shapes.smooth(
            [
                (-160, -190),
                (0, -168),
                (160, -190),
                (176, -40),
                (110, 130),
                (0, 200),
                (-110, 130),
                (-176, -40),
            ]
        )
        face = shapes.turn(shapes.shift(face, cx, cy), turn, (cx, cy))
        s.drop(face)
        s.c.fill(face, tone, "ball", rim=7)
        for dx in (-68, 68):
            eye = shapes.arc(
                cx + dx,
                cy - 46 + (12 if smile > 0 else -6),
                42,
                34,
                *((180, 360) if smile > 0 else (0, 180)),
            )
            s.c.fill(shapes.turn(eye, turn, (cx, cy)), s.p.ink)
            cheek = shapes.turn([(cx + dx * 1.35, cy + 34)], turn, (cx, cy))[0]
            s.c.fill(shapes.ellipse(*cheek, 26, 18), s.p.accent, opacity=0.5)
        mouth = shapes.arc(
            cx, cy + (40 if smile > 0 else 120), 82, 62, *((0, 180) if smile > 0 else (180, 360))
        )
        s.c.fill(shapes.turn(mouth, turn, (cx, cy)), s.p.ink)
    for side in (-1, 1):
        x = 600 + side * 430
        fold = shapes.smooth(
            [
                (600 + side * 620, 90),
                (600 + side * 300, 90),
                (x - side * 40, 420),
                (x + side * 30, 760),
                (600 + side * 620, 860),
            ]
        )
        s.c.fill(fold, s.p.accent, "soft", rim=5)
        for k in range(3):
            s.c.stroke(
                [(600 + side * (360 + k * 70), 100), (x + side * (20 + k * 46), 700)],
                10,
                darker(s.p.accent, 0.3),
                0.5,
            )


@motif("music")
def music(s: Scene) -> None:
    s.ground(360, 860)
    drum = lathe(s, 600, BASE, [(0, 200), (90, 228), (240, 228), (330, 200)], s.p.main)
    with s.c.inside(drum):
        for k in range(9):
            x = 380 + k * 55
            s.c.stroke([(x, 670), (x + 28, 990)], 7, s.p.second)
            s.c.stroke([(x + 28, 670), (x, 990)], 7, s.p.second)
    for y in (BASE - 326, BASE - 6):
        s.c.stroke(shapes.arc(600, y, 204, 34, 0, 180), 22, s.p.accent)
    disc(s, 600, BASE - 330, 204, s.p.pale)
    s.c.fill(shapes.ellipse(600, BASE - 330, 70, 13), s.p.accent, opacity=0.5)
    for x0, x1 in ((330, 560), (850, 660)):
        s.c.stroke([(x0, 450), (x1, 640)], 17, WOOD)
        s.c.fill(shapes.ellipse(x1, 640, 26), darker(WOOD, 0.25), "ball")
    for x, y in ((480, 380), (700, 330), (860, 390)):
        s.c.fill(shapes.turn(shapes.ellipse(x, y, 32, 23), -20, (x, y)), s.p.accent, "ball")
        s.c.stroke([(x + 27, y - 6), (x + 27, y - 116), (x + 68, y - 96)], 10, s.p.accent)


@motif("science")
def science(s: Scene) -> None:
    """A globe and a flask: a class in school."""
    s.ground(330, 900)
    lathe(s, 500, BASE, [(0, 120), (24, 120), (44, 34), (110, 26)], WOOD)
    s.c.stroke(shapes.arc(500, 650, 236, 236, -60, 120), 20, STEEL)
    s.c.fill(shapes.ellipse(500, 650, 208), (128, 178, 202), "ball", rim=7)
    with s.c.inside(shapes.ellipse(500, 650, 208)):
        for spots in (
            ((360, 560), (470, 500), (560, 560), (500, 660), (400, 680)),
            ((560, 700), (680, 640), (720, 740), (600, 830)),
        ):
            s.c.fill(shapes.smooth(list(spots)), s.p.main, "soft", opacity=0.9)
    lathe(
        s,
        800,
        BASE + 10,
        [(0, 130), (60, 120), (210, 44), (330, 40)],
        mix(s.p.pale, (190, 220, 226), 0.6),
    )
    lathe(s, 800, BASE + 4, [(0, 118), (60, 106), (110, 80)], s.p.accent)
    for x, y, r in ((790, 860, 13), (815, 820, 10), (800, 780, 8), (810, 640, 14), (786, 600, 10)):
        s.c.fill(shapes.ellipse(x, y, r), s.p.pale, opacity=0.85)
