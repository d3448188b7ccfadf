"""The motifs by name."""

from collections.abc import Callable

from marketplace.demo.artwork.scene import Scene

Draw = Callable[[Scene], None]
MOTIFS: dict[str, Draw] = {}


def motif(name: str) -> Callable[[Draw], Draw]:
    """Register a drawing under the name the catalogue uses."""

    def register(draw: Draw) -> Draw:
        MOTIFS[name] = draw
        return draw

    return register
