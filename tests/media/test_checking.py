"""What is taken as a picture and what is not."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from io import BytesIO

import pytest
from PIL import Image

from marketplace.media.checking import MAX_PICTURE_BYTES, check_picture
from marketplace.media.errors import PictureRefused
from tests.support.pictures import animation, declared_png, photo, photo_from_a_phone


class TestCheckPicture:
    @pytest.mark.parametrize(
        ("kind", "content_type"),
        [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")],
    )
    def test_takes_the_three_formats(self, kind: str, content_type: str) -> None:
        checked = check_picture(photo(320, 240, kind))
        assert (checked.content_type, checked.width, checked.height) == (content_type, 320, 240)

    @pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
    def test_refuses_other_formats_whatever_they_are_called(self, kind: str) -> None:
        with pytest.raises(PictureRefused, match="JPEG, PNG, WebP"):
            check_picture(photo(128, 128, kind))

    @pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"<svg/>", b"%PDF-1.4", b"MZ" * 90])
    def test_refuses_what_only_begins_like_a_picture(self, data: bytes) -> None:
        with pytest.raises(PictureRefused):
            check_picture(data)

    def test_names_the_field_of_the_form(self) -> None:
        with pytest.raises(PictureRefused) as refused:
            check_picture(b"no picture")
        assert list(refused.value.fields) == ["picture"]

    @pytest.mark.parametrize("extent", [(13_300, 13_300), (8_000, 6_250), (6_001, 4_000)])
    def test_refuses_too_many_pixels_by_the_header_alone(self, extent: tuple[int, int]) -> None:
        with pytest.raises(PictureRefused, match="2,400만 화소"):
            check_picture(declared_png(*extent))

    def test_takes_24_million_pixels(self) -> None:
        assert check_picture(photo(6_000, 4_000, quality=30)).width == 6_000

    def test_refuses_a_picture_cut_short(self) -> None:
        for kind in ("JPEG", "PNG", "WEBP"):
            whole = Image.effect_noise((400, 300), 80).convert("RGB")
            out = BytesIO()
            whole.save(out, kind)
            with pytest.raises(PictureRefused, match="잘렸어요"):
                check_picture(out.getvalue()[: len(out.getvalue()) * 2 // 3])

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_refuses_a_moving_picture(self, kind: str) -> None:
        with pytest.raises(PictureRefused, match="움직이는"):
            check_picture(animation(kind))

    def test_takes_the_first_of_a_phones_several_frames(self) -> None:
        out = BytesIO()
        frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "blue")]
        frames[0].save(out, "MPO", save_all=True, append_images=frames[1:])
        assert check_picture(out.getvalue()).content_type == "image/jpeg"

    def test_refuses_what_is_too_small_to_show(self) -> None:
        with pytest.raises(PictureRefused, match="100픽셀"):
            check_picture(photo(1_000, 99))

    def test_refuses_more_than_10_megabytes(self) -> None:
        with pytest.raises(PictureRefused, match="10MB"):
            check_picture(photo(200, 200) + b"\0" * MAX_PICTURE_BYTES)

    def test_turns_the_extent_with_the_camera(self) -> None:
        checked = check_picture(photo_from_a_phone(orientation=6))
        assert (checked.width, checked.height) == (1200, 1600)


class TestMemory:
    def test_a_bomb_costs_no_more_than_the_library_itself(self) -> None:
        """A 176 MP and a 50 MP picture are refused within 24 MB over the bare process."""
        script = textwrap.dedent("""
            import resource, sys
            from marketplace.media.checking import check_picture
            from marketplace.media.errors import PictureRefused
            from tests.support.pictures import declared_png
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            for side in (13_300, 7_100):
                try:
                    check_picture(declared_png(side, side))
                except PictureRefused:
                    continue
                sys.exit("taken")
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
        """)
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) < 24 * 1024
