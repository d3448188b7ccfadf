"""Furnishings and vehicles: chair, shelf, lamp, bicycle, cushion, pottery vase."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import darker, lighter, mix
from marketplace.demo.artwork.motifs.pantry import WOOD
from marketplace.demo.artwork.motifs.paper import book
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import box, disc, lathe, opening


@motif("chair")
def chair(s: Scene) -> None:
    s.ground(400, 800, BASE)
    for x, lean in ((470, -26), (740, 30)):
        s.c.stroke([(x, 700), (x + lean * 0.6, 930)], 24, darker(WOOD, 0.35))
    for x, lean in ((420, -40), (790, 40)):
        s.c.stroke([(x, 720), (x + lean, BASE)], 30, darker(WOOD, 0.08))
    for x in (460, 745):
        s.c.stroke([(x, 690), (x + (6 if x > 600 else -6), 330)], 26, darker(WOOD, 0.15))
    back = shapes.smooth(
        [(440, 330), (602, 312), (766, 330), (756, 470), (602, 486), (450, 470)], steps=8
    )
    s.c.fill(back, s.p.main, "soft", rim=6)
    seat = shapes.smooth([(405, 690), (602, 655), (800, 690), (830, 742), (602, 768), (376, 742)])
    s.c.fill(shapes.shift(seat, 0, 20), darker(WOOD, 0.25), "soft")
    s.c.fill(seat, s.p.main, "soft", rim=6)
    s.c.stroke([(392, 870), (815, 870)], 17, darker(WOOD, 0.2))
    s.ground(860, 1000, BASE + 20, 90)
    lathe(s, 930, BASE + 20, [(0, 50), (120, 66)], s.p.accent)
    for angle in (-130, -108, -90, -70, -50):
        s.c.fill(shapes.leaf(930, BASE - 96, 170, angle, 0.32), (112, 148, 100), "soft", rim=3)


@motif("shelf")
def shelf(s: Scene) -> None:
    s.ground(290, 890)
    frame = shapes.rect(290, 340, 560, 645, 10)
    side = [(850, 340), (910, 310), (910, 950), (850, 985)]
    s.c.fill(side, darker(WOOD, 0.4), "fall")
    s.c.fill([(290, 340), (350, 310), (910, 310), (850, 340)], lighter(WOOD, 0.35), "soft")
    s.c.fill(frame, WOOD, "soft", rim=5)
    for row in range(3):
        y = 372 + row * 208
        s.c.fill(shapes.rect(318, y, 504, 180, 6), darker(WOOD, 0.5), "fall", depth=0.7)
    tones = (s.p.main, s.p.accent, s.p.second, s.p.pale, lighter(s.p.main, 0.3))
    for i in range(6):
        h = 120 + (i * 37) % 44
        s.c.fill(shapes.rect(340 + i * 42, 552 - h, 38, h, 4), tones[i % 5], "round", rim=3)
    lathe(s, 720, 552, [(0, 46), (60, 62), (110, 40), (130, 44)], s.p.pale)
    book(s, 345, 760, 170, 44, s.p.accent)
    book(s, 360, 716, 140, 40, s.p.main)
    box(s, 610, 760, 150, 104, s.p.second, 50)
    lathe(s, 440, 968, [(0, 70), (110, 82)], s.p.accent)
    lathe(s, 690, 968, [(0, 90), (90, 96)], mix(s.p.second, s.p.pale, 0.4))
    opening(s, 690, 878, 96, s.p.second, s.p.ink)
    lathe(s, 500, 312, [(0, 40), (70, 56)], s.p.main)
    for angle in (-140, -115, -90, -65, -40):
        s.c.fill(shapes.leaf(500, 242, 130, angle, 0.34), (112, 148, 100), "soft", rim=3)


@motif("lamp")
def lamp(s: Scene) -> None:
    s.ground(460, 740)
    s.c.shadow(shapes.ellipse(600, 640, 330, 200), s.p.glow, 0.8, 70)
    disc(s, 600, BASE - 8, 150, darker(WOOD, 0.2))
    disc(s, 600, BASE - 28, 150, WOOD)
    lathe(s, 600, BASE - 30, [(0, 24), (330, 18)], darker(WOOD, 0.1))
    shade = [
        (480, 350),
        *shapes.arc(600, 350, 120, 22, 180, 360),
        (800, 660),
        *shapes.arc(600, 660, 200, 40, 0, 180),
    ]
    s.c.fill(shade, s.p.main, "round", rim=5)
    with s.c.inside(shade):
        for k in range(-6, 7):
            s.c.stroke([(600 + k * 19, 330), (600 + k * 32, 710)], 4, lighter(s.p.main, 0.35), 0.6)
    s.c.stroke([(690, 690), (690, 780)], 5, s.p.ink)
    s.c.fill(shapes.ellipse(690, 790, 13), s.p.accent, "ball")
    s.ground(780, 960, BASE + 20, 110)
    book(s, 760, BASE + 20, 150, 42, s.p.accent)
    book(s, 775, BASE - 22, 120, 36, s.p.second)


@motif("bicycle")
def bicycle(s: Scene) -> None:
    s.ground(220, 980, BASE, 150)
    hubs = ((370, 815), (850, 815))
    for cx, cy in hubs:
        tyre = shapes.ellipse(cx, cy, 172)
        s.c.fill(tyre, darker(s.p.ink, 0.05), "soft", hole=shapes.ellipse(cx, cy, 150))
        s.c.fill(shapes.ellipse(cx, cy, 150), s.p.pale, hole=shapes.ellipse(cx, cy, 142))
        for k in range(12):
            spoke = shapes.turn([(cx, cy), (cx + 144, cy)], k * 30, (cx, cy))
            s.c.stroke(spoke, 3, mix(s.p.ink, s.p.pale, 0.45))
        s.c.fill(shapes.ellipse(cx, cy, 15), s.p.ink)
    frame = darker(s.p.main, 0.05)
    (ax, ay), (bx, by) = hubs
    saddle, crank, head = (500, 590), (580, 830), (790, 590)
    tubes = ([(ax, ay), saddle], [saddle, head], [crank, head], [saddle, crank])
    for line in (*tubes, [(ax, ay), crank], [(bx, by), (768, 500)]):
        s.c.stroke(line, 24, darker(frame, 0.3))
        s.c.stroke([(x - 3, y - 4) for x, y in line], 14, lighter(frame, 0.12))
    s.c.stroke([(500, 590), (484, 530)], 17, s.p.ink)
    s.c.fill(
        shapes.smooth([(400, 518), (470, 500), (560, 514), (556, 538), (480, 546), (410, 540)]),
        s.p.accent,
        "ball",
        rim=4,
    )
    s.c.stroke(shapes.smooth([(768, 500), (740, 470), (680, 466)], False), 18, s.p.ink)
    s.c.stroke([(690, 466), (650, 470)], 26, s.p.accent)
    basket = [(800, 500), (960, 500), (930, 620), (830, 620)]
    s.c.fill(basket, WOOD, "soft", rim=4)
    for angle in (-120, -95, -70, -50):
        s.c.fill(shapes.leaf(880, 505, 140, angle, 0.4), (122, 156, 104), "soft", rim=3)
    s.c.fill(shapes.ellipse(580, 830, 44), s.p.ink, "soft", hole=shapes.ellipse(580, 830, 30))
    s.c.stroke([(580, 830), (620, 900)], 13, s.p.ink)
    s.c.stroke([(596, 902), (648, 902)], 17, s.p.ink)


@motif("cushion")
def cushion(s: Scene) -> None:
    s.ground(280, 920)
    for cx, cy, turn, tone, other in (
        (730, 690, 16, s.p.second, s.p.main),
        (500, 780, -8, s.p.main, s.p.pale),
    ):
        puff = shapes.smooth(
            [
                (-220, -200),
                (0, -172),
                (220, -200),
                (188, 0),
                (220, 200),
                (0, 178),
                (-220, 200),
                (-188, 0),
            ]
        )
        puff = shapes.turn(shapes.shift(puff, cx, cy), turn, (cx, cy))
        s.drop(puff)
        s.c.fill(puff, tone, "ball", rim=6)
        with s.c.inside(puff):
            for k in range(5):
                for j in range(5):
                    at = shapes.turn([(cx - 160 + k * 80, cy - 160 + j * 80)], turn, (cx, cy))[0]
                    s.c.fill(shapes.star(*at, 22, 8, 4, -90 + turn), other, opacity=0.85)


@motif("vase")
def vase(s: Scene) -> None:
    s.ground(430, 720)
    s.sprig(560, 560, 330, -112, 8)
    s.sprig(590, 560, 300, -66, 8)
    profile: list[tuple[float, float]] = [
        (0, 90),
        (60, 150),
        (200, 182),
        (330, 120),
        (400, 62),
        (440, 76),
    ]
    path = lathe(s, 575, BASE, profile, s.p.main)
    with s.c.inside(path):
        for y, thick in ((760, 22), (806, 10), (834, 10)):
            s.c.stroke(shapes.arc(575, y - 18, 196, 34, 0, 180), thick, s.p.pale, 0.85)
    opening(s, 575, BASE - 440, 76, s.p.main, darker(s.p.main, 0.6))
    s.ground(740, 960, BASE + 22, 120)
    lathe(s, 850, BASE + 22, [(0, 60), (40, 104), (110, 118)], s.p.second)
    opening(s, 850, BASE - 88, 118, s.p.second, darker(s.p.second, 0.2))
