"""Carried things: tote, pouch, backpack, wallet-sized leather work, umbrella."""

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import darker, lighter, mix
from marketplace.demo.artwork.registry import motif
from marketplace.demo.artwork.scene import BASE, Scene
from marketplace.demo.artwork.solids import mark


@motif("tote")
def tote(s: Scene) -> None:
    s.ground(330, 880)
    for dx, dy, tone in ((24, -26, darker(s.p.main, 0.35)), (0, 0, darker(s.p.main, 0.12))):
        loop = shapes.arc(600 + dx, 520 + dy, 130, 210, 180, 360)
        s.c.stroke([(470 + dx, 600), *loop, (730 + dx, 600)], 30, tone)
    body = shapes.smooth(
        [(345, 530), (600, 522), (858, 530), (872, 760), (884, 975), (600, BASE + 2),
         (318, 975), (332, 760)], steps=6
    )  # fmt: skip
    s.c.fill(body, s.p.main, "soft", rim=6)
    with s.c.inside(body):
        s.c.stroke([(330, 572), (880, 572)], 5, darker(s.p.main, 0.3), 0.7)
        if s.room == 1:
            for i in range(6):
                s.c.stroke([(300, 660 + i * 52), (900, 660 + i * 52)], 16, s.p.pale, 0.85)
        else:
            s.c.fill(shapes.ellipse(600, 765, 138), s.p.pale, "soft")
            for angle, tone in (
                (-125, s.p.accent),
                (-90, mix(s.p.accent, s.p.second, 0.5)),
                (-55, s.p.second),
            ):
                s.c.fill(shapes.leaf(600, 865, 175, angle, 0.42), tone, "soft")
    for x in (470, 730):
        s.c.fill(shapes.rect(x - 24, 575, 48, 56, 6), darker(s.p.main, 0.12), rim=3)


@motif("pouch")
def pouch(s: Scene) -> None:
    for x, base, w, h, tone in (
        (420, BASE - 60, 470, 300, s.p.second),
        (300, BASE, 560, 350, s.p.main),
    ):
        s.ground(x + 20, x + w - 20, base)
        body = shapes.smooth(
            [(x + 20, base - h), (x + w / 2, base - h - 6), (x + w - 20, base - h),
             (x + w, base - h * 0.4),
             (x + w - 34, base - 4), (x + w / 2, base + 4), (x + 34, base - 4),
             (x, base - h * 0.4)], steps=8
        )  # fmt: skip
        s.c.fill(body, tone, "soft", rim=6)
        zip_y = base - h + 42
        with s.c.inside(body):
            s.c.stroke([(x, zip_y), (x + w, zip_y)], 24, darker(tone, 0.3))
            for i in range(int(w / 16)):
                s.c.stroke(
                    [(x + i * 16, zip_y - 5), (x + i * 16 + 6, zip_y + 5)], 4, lighter(tone, 0.7)
                )
            for k in range(3):
                arcs = shapes.arc(x + w / 2, base + 30, 120 + k * 62, 110 + k * 58, 180, 360)
                s.c.stroke(arcs, 12, s.p.pale if k % 2 else s.p.accent, 0.85)
        s.c.fill(shapes.rect(x + w - 110, zip_y - 8, 26, 92, 13), s.p.accent, "soft", rim=3)
    s.sprig(330, 880, 250, -112, 6)


@motif("backpack")
def backpack(s: Scene) -> None:
    s.ground(370, 840)
    s.c.stroke(shapes.arc(600, 395, 70, 75, 180, 360), 24, darker(s.p.main, 0.35))
    for side in (-1, 1):
        s.c.fill(
            shapes.rect(600 + side * 215 - 45, 720, 90, 230, 40), darker(s.p.main, 0.2), "soft"
        )
    body = shapes.rect(375, 385, 450, 600, 150)
    s.c.fill(body, s.p.main, "soft", rim=7)
    with s.c.inside(body):
        s.c.stroke(shapes.arc(600, 600, 190, 150, 180, 360), 9, lighter(s.p.main, 0.5))
    pocket = shapes.rect(425, 670, 350, 270, 70)
    s.drop(pocket, 6, 10, 0.25)
    s.c.fill(pocket, s.p.second, "soft", rim=6)
    s.c.stroke([(460, 735), (740, 735)], 9, darker(s.p.second, 0.4))
    s.c.fill(shapes.rect(690, 726, 24, 76, 12), s.p.accent, "soft")
    mark(s, 600, 850, 38, s.p.accent)


@motif("wallet")
def wallet(s: Scene) -> None:
    s.ground(300, 880, BASE - 10)
    back = shapes.turn(shapes.rect(390, 480, 480, 320, 34), -10, (600, 700))
    s.drop(back)
    s.c.fill(back, s.p.second, "soft", rim=6)
    front = shapes.turn(shapes.rect(300, 610, 560, 370, 36), -4, (580, 800))
    s.drop(front)
    s.c.fill(front, s.p.main, "soft", rim=7)
    stitch = shapes.turn(shapes.rect(322, 632, 516, 326, 26), -4, (580, 800))
    for i in range(0, len(stitch)):
        (x0, y0), (x1, y1) = stitch[i], stitch[(i + 1) % len(stitch)]
        steps = max(1, int(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 / 24))
        for k in range(steps):
            a, b = k / steps, (k + 0.55) / steps
            dash = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for t in (a, b)]
            s.c.stroke(dash, 5, lighter(s.p.main, 0.6), 0.9)
    strap = shapes.turn(shapes.rect(700, 750, 190, 92, 40), -4, (580, 800))
    s.drop(strap, 5, 8, 0.25)
    s.c.fill(strap, darker(s.p.main, 0.25), "soft", rim=5)
    s.c.fill(shapes.ellipse(757, 782, 24), s.p.accent, "ball", rim=4)
    s.sprig(360, 560, 260, -118, 6)


@motif("umbrella")
def umbrella(s: Scene) -> None:
    s.hover(600, 620, 1030)
    s.c.stroke([(600, 300), (600, 930)], 18, darker(s.p.second, 0.45))
    s.c.stroke(shapes.arc(550, 930, 50, 52, 0, 180), 20, darker(s.p.second, 0.55))
    edge = [(210 + i * 130, 660) for i in range(7)]
    tones = (s.p.main, s.p.second, s.p.main, s.p.accent, s.p.main, s.p.second)
    for i, tone in enumerate(tones):
        scallop = shapes.smooth([edge[i], (edge[i][0] + 65, 622), edge[i + 1]], False)
        left = shapes.smooth(
            [edge[i + 1], (600 + (edge[i + 1][0] - 600) * 0.78, 430), (600, 300)], False
        )
        right = shapes.smooth([(600, 300), (600 + (edge[i][0] - 600) * 0.78, 430), edge[i]], False)
        s.c.fill(scallop + left + right, tone, "soft", rim=4, depth=0.8)
    s.c.stroke([(600, 300), (600, 262)], 14, darker(s.p.main, 0.4))
