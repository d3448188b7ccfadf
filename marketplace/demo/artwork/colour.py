"""Colours as RGB triples and the few ways a picture mixes them."""

Colour = tuple[int, int, int]

WARM_WHITE: Colour = (255, 250, 240)


def rgb(code: str) -> Colour:
    """'#aabbcc' as a triple."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` moved toward `b` by `share` (0 to 1)."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


def lighter(colour: Colour, share: float = 0.3) -> Colour:
    return mix(colour, WARM_WHITE, share)


def darker(colour: Colour, share: float = 0.3) -> Colour:
    """A deeper, slightly cooler tone, as a shadow on a coloured thing looks."""
    r, g, b = colour
    return mix(colour, (int(r * 0.38), int(g * 0.36), int(b * 0.46)), share)
