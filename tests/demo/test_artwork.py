"""The drawn pictures: every motif, the same each time, of the size pages expect."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from marketplace.demo.artwork import repertoire
from marketplace.demo.artwork.banners import draw_banner
from marketplace.demo.artwork.covers import draw_cover
from marketplace.demo.artwork.emblems import KINDS, draw_emblem
from marketplace.demo.artwork.palettes import PALETTES
from marketplace.demo.artwork.products import ROOMS, SIZE, draw_product

SMALL = 300
GRAIN = 14  # steps of 255 that two throws of paper grain may differ by


def colours(image: Image.Image) -> int:
    """How many different colours, counted coarsely; None (too many) counts as the limit."""
    found = image.quantize(256).getcolors(256)
    return len(found or [])


class TestProducts:
    def test_there_are_at_least_forty_motifs(self) -> None:
        assert len(repertoire.names()) >= 40

    @pytest.mark.parametrize("motif", repertoire.names())
    def test_every_motif_draws_a_picture_of_its_own(self, motif: str) -> None:
        image = draw_product(motif, "sage", "a", size=SMALL)
        bare = draw_product(motif, "sky", "a", size=SMALL)
        assert (image.size, image.mode) == ((SMALL, SMALL), "RGB")
        assert colours(image) > 100
        assert image.tobytes() != bare.tobytes()

    def test_the_usual_size_is_a_large_square(self) -> None:
        assert draw_product("soap", "mint", "a").size == (SIZE, SIZE) == (1200, 1200)

    def test_the_same_seed_gives_the_same_picture(self) -> None:
        first, again = (draw_product("cookies", "rose", "쿠키", size=SMALL) for _ in range(2))
        assert first.tobytes() == again.tobytes()

    def test_rooms_and_palettes_change_the_picture(self) -> None:
        pictures = {
            draw_product("mug", palette, "a", room=room, size=SMALL).tobytes()
            for palette in PALETTES
            for room in range(ROOMS)
        }
        assert len(pictures) == len(PALETTES) * ROOMS

    def test_an_unknown_motif_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            draw_product("dragon", "sage", "a", size=SMALL)


class TestOtherPictures:
    @pytest.mark.parametrize("kind", KINDS)
    def test_emblems_are_square_and_repeatable(self, kind: str) -> None:
        first, again = (draw_emblem(kind, "clay", "온실", size=SMALL) for _ in range(2))
        assert first.size == (SMALL, SMALL)
        assert first.tobytes() == again.tobytes()

    def test_banners_leave_their_left_for_words(self) -> None:
        with_goods = draw_banner("wheat", ["bread", "honey"], "a", size=(960, 400))
        without = draw_banner("wheat", [], "a", size=(960, 400))
        left = (0, 0, 260, 400)
        assert with_goods.size == (960, 400)
        assert self._furthest(with_goods.crop(left), without.crop(left)) <= GRAIN
        assert self._furthest(with_goods, without) > 100

    @staticmethod
    def _furthest(one: Image.Image, other: Image.Image) -> int:
        """The largest difference of any channel of any pixel."""
        return max(high for _, high in ImageChops.difference(one, other).getextrema())

    def test_covers_differ_by_brand(self) -> None:
        size = (800, 450)
        first, other = draw_cover("sage", "a", size), draw_cover("sage", "b", size)
        assert first.size == size
        assert first.tobytes() != other.tobytes()
        assert first.tobytes() == draw_cover("sage", "a", size).tobytes()
