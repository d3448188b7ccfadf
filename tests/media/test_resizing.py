"""The sizes that are made: extent, orientation, colours, and nothing of the metadata."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from marketplace.media.errors import PictureRefused
from marketplace.media.resizing import fit, make_sizes, widths_of
from tests.support.pictures import photo, photo_from_a_phone


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def close_to(found: tuple[int, ...], wanted: tuple[int, ...], within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


class TestFit:
    def test_keeps_the_shape_within_1440(self) -> None:
        assert fit(4000, 3000) == (1440, 1080)
        assert fit(3000, 4000) == (1080, 1440)

    def test_never_enlarges(self) -> None:
        assert fit(300, 200) == (300, 200)

    def test_leaves_a_line_at_least_one_pixel(self) -> None:
        assert fit(24_000, 1) == (1440, 1)


class TestWidthsOf:
    def test_ends_with_the_whole_and_leaves_out_what_is_nearly_as_wide(self) -> None:
        assert widths_of(1440) == [320, 640, 960, 1440]
        assert widths_of(1000) == [320, 640, 1000]
        assert widths_of(330) == [330]


class TestMakeSizes:
    def test_makes_every_width_as_webp(self) -> None:
        sizes = make_sizes(photo(2880, 1920))
        assert [(width, height) for width, height, _ in sizes] == [
            (320, 213),
            (640, 427),
            (960, 640),
            (1440, 960),
        ]
        for width, height, data in sizes:
            with opened(data) as image:
                assert (image.format, image.size) == ("WEBP", (width, height))

    def test_applies_the_orientation(self) -> None:
        width, height, data = make_sizes(photo_from_a_phone(orientation=6))[-1]
        assert (width, height) == (1080, 1440)
        with opened(data) as image:
            top, bottom = image.getpixel((540, 100)), image.getpixel((540, 1340))
        assert close_to(top, (255, 0, 0), 30)
        assert close_to(bottom, (0, 0, 255), 30)

    def test_strips_place_camera_and_profile(self) -> None:
        for _, _, data in make_sizes(photo_from_a_phone()):
            with opened(data) as image:
                assert not image.getexif()
                assert not {"exif", "icc_profile", "xmp"} & set(image.info)
            assert b"SecretCamera" not in data

    def test_puts_transparency_on_white(self) -> None:
        clear = photo(400, 400, "PNG", (10, 20, 30, 0), mode="RGBA")
        with opened(make_sizes(clear)[-1][2]) as image:
            assert image.mode == "RGB"
            assert close_to(image.getpixel((200, 200)), (255, 255, 255), 2)

    @pytest.mark.parametrize(("mode", "colour"), [("L", 128), ("P", 5), ("LA", (128, 255))])
    def test_takes_every_png_mode(self, mode: str, colour: object) -> None:
        assert make_sizes(photo(400, 300, "PNG", colour, mode=mode))[-1][:2] == (400, 300)

    def test_reads_sixteen_bit_grey_by_its_upper_byte(self) -> None:
        deep = photo(200, 200, "PNG", 0x8000, mode="I;16")
        with opened(make_sizes(deep)[-1][2]) as image:
            assert close_to(image.getpixel((100, 100)), (128, 128, 128), 4)

    def test_takes_a_printers_cmyk(self) -> None:
        with opened(
            make_sizes(photo(400, 300, colour=(0, 255, 255, 0), mode="CMYK"))[-1][2]
        ) as image:
            assert close_to(image.getpixel((200, 150)), (255, 0, 0), 40)

    def test_brings_other_colour_spaces_to_srgb(self) -> None:
        swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        unusable = photo(400, 300, icc_profile=swapped.tobytes())
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        usable = photo(400, 300, icc_profile=srgb.tobytes())
        for data in (unusable, usable):
            with opened(make_sizes(data)[-1][2]) as image:
                assert close_to(image.getpixel((200, 150)), (180, 90, 40))

    def test_refuses_a_picture_cut_short(self) -> None:
        whole = BytesIO()
        Image.effect_noise((900, 700), 80).save(whole, "JPEG")
        with pytest.raises(PictureRefused):
            make_sizes(whole.getvalue()[:20_000])
