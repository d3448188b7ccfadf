"""Coordinated limited palettes: one room and one family of things each."""

from dataclasses import dataclass

from marketplace.demo.artwork.colour import Colour, rgb


@dataclass(frozen=True)
class Palette:
    """`wall`, `floor` and `glow` are the room; the rest colour what stands in it."""

    wall: Colour
    floor: Colour
    glow: Colour
    main: Colour
    second: Colour
    accent: Colour
    pale: Colour
    ink: Colour


def _palette(codes: str) -> Palette:
    return Palette(*(rgb(code) for code in codes.split()))


#                     wall    floor   glow    main    second  accent  pale    ink
PALETTES: dict[str, Palette] = {
    "sage": _palette("#e6ebdc #cfd9bf #f4efd9 #7f9c78 #e9c79b #cf7a54 #fbf6ea #2e3d34"),
    "apricot": _palette("#fbe6cd #f0c99f #fff3df #d98b4a #f3d9a8 #a9482f #fff8ec #4b2b1d"),
    "sky": _palette("#dde9f0 #bcd2df #f5f1e2 #4b7fa3 #f0c987 #dd7a55 #fbf9f2 #20364a"),
    "rose": _palette("#f7e1dc #ebbfb6 #fff1e6 #c9685f #eec4a0 #7f9a86 #fff7f1 #4a2430"),
    "lilac": _palette("#e9e2ef #cdbfdc #faf0e2 #7b68a6 #e8b7a0 #e09b4c #faf6fb #332848"),
    "wheat": _palette("#f5ecd2 #e2cf9e #fffaea #c79f43 #8d9b57 #b4552f #fffaf0 #463718"),
    "mint": _palette("#daece6 #b2d6cb #f8f4e0 #3f9484 #f2cc74 #e27f5f #f9fbf5 #173f3c"),
    "clay": _palette("#f0e2d6 #d9bda7 #fbf2e4 #b4694a #8fa39a #3f5f6b #fdf7ef #3f261d"),
    "night": _palette("#3a4263 #2a3050 #616a93 #e0a554 #b95f66 #7fb0b5 #f7eeda #171b31"),
    "stone": _palette("#e7e6e1 #cbc9c2 #f8f4e8 #6f7f88 #d8b98c #c8643f #fbfaf6 #2b3236"),
}
