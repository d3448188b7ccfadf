"""From upload to ready, whatever happens on the way."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import config
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.media import jobs as media_jobs
from marketplace.media.models import Picture, PictureState
from marketplace.media.pictures import (
    add_ready_picture,
    check_picture,
    make_sizes,
    receive_picture,
    size_paths,
)
from marketplace.media.storage import media_path, original_path, write_whole
from marketplace.web.images import image_of
from tests.support.pictures import photo, photo_from_a_phone
from tests.support.queue import ListQueue


def received(data: bytes | None = None) -> Picture:
    with transaction():
        return receive_picture(data or photo(), "비누", None)


def stored(picture_id: int) -> Picture:
    db.session.expire_all()
    return db.session.get_one(Picture, picture_id)


class TestReceivePicture:
    def test_keeps_the_original_and_asks_for_sizes_after_the_commit(
        self, app: Flask, jobs: ListQueue
    ) -> None:
        data = photo_from_a_phone()
        with transaction():
            picture = receive_picture(data, " 비누 ", None)
            assert jobs.names() == []
        assert original_path(picture.digest).read_bytes() == data
        assert jobs.asked == [("media.resize", (picture.id,))]
        assert (picture.state, picture.alt) == (PictureState.RECEIVED, "비누")
        assert (picture.width, picture.height) == (1080, 1440)

    def test_is_not_shown_before_its_sizes_are_there(self, app: Flask) -> None:
        assert image_of(received()) is None
        assert image_of(None) is None


class TestResize:
    def test_makes_the_picture_ready_and_shown(self, app: Flask, jobs: ListQueue) -> None:
        picture = received()
        jobs.run_all()
        picture = stored(picture.id)
        assert picture.state is PictureState.READY
        assert [size.width for size in picture.sizes] == [320, 640, 960, 1440]
        assert [(size.width, size.path) for size in picture.sizes] == size_paths(
            picture.digest, picture.width
        )
        for size in picture.sizes:
            assert media_path(size.path).stat().st_size == size.byte_count
        image = image_of(picture)
        assert image is not None
        assert image.srcset.count("w,") == 3
        assert image.src.endswith("-640.webp")
        assert (image.width, image.height, image.alt) == (1440, 1080, "비누")

    def test_done_again_changes_nothing(self, app: Flask, jobs: ListQueue) -> None:
        picture = received()
        jobs.run_all()
        path = media_path(stored(picture.id).sizes[0].path)
        made_at = path.stat().st_mtime_ns
        media_jobs.resize(picture.id)
        media_jobs.resize(10_000)
        assert path.stat().st_mtime_ns == made_at
        assert len(stored(picture.id).sizes) == 4

    def test_says_failed_when_the_original_cannot_be_read(self, app: Flask) -> None:
        picture = received()
        original_path(picture.digest).unlink()
        original_path(picture.digest).write_bytes(b"overwritten")
        media_jobs.resize(picture.id)
        assert stored(picture.id).state is PictureState.FAILED
        gone = received(photo(700, 700))
        original_path(gone.digest).unlink()
        media_jobs.resize(gone.id)
        assert stored(gone.id).state is PictureState.FAILED

    def test_a_full_disk_leaves_no_half_file_and_is_tried_again(
        self, app: Flask, jobs: ListQueue, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        picture = received(photo(1700, 1300))

        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            with pytest.raises(OSError, match="No space"):
                media_jobs.resize(picture.id)
        names = (".incoming-", picture.digest[:32])
        folder = media_path(size_paths(picture.digest, 1440)[0][1]).parent
        assert [each for each in folder.iterdir() if each.name.startswith(names)] == []
        assert stored(picture.id).state is PictureState.RECEIVED
        jobs.run_all()
        assert stored(picture.id).state is PictureState.READY


class TestFindLost:
    def test_asks_again_for_what_a_crash_forgot(self, app: Flask, jobs: ListQueue) -> None:
        with clock.frozen(clock.now() - timedelta(minutes=6)):
            lost = received()
        with clock.frozen(clock.now() - timedelta(days=2)):
            given_up = received(photo(500, 400))
        fresh = received(photo(400, 400))
        jobs.asked.clear()
        assert media_jobs.find_lost() == 1
        assert jobs.asked == [("media.resize", (lost.id,))]
        assert {given_up.state, fresh.state} == {PictureState.RECEIVED}


class TestAddReadyPicture:
    def test_is_shown_at_once(self, app: Flask, jobs: ListQueue) -> None:
        data = photo(1440, 1440, "PNG")
        checked, sizes = check_picture(data), make_sizes(data)
        with transaction():
            picture = add_ready_picture(checked, sizes, "그림")
        assert jobs.names() == []
        assert image_of(picture) is not None
        assert len(stored(picture.id).sizes) == 4


class TestWriteWhole:
    def test_replaces_a_half_written_file(self, tmp_path: Path) -> None:
        place = tmp_path / "a" / "b"
        place.parent.mkdir()
        place.write_bytes(b"ha")
        write_whole(place, b"half no more")
        assert place.read_bytes() == b"half no more"
        assert [each.name for each in place.parent.iterdir()] == ["b"]


class TestServing:
    def test_serves_sizes_for_good(self, app: Flask, client: FlaskClient, jobs: ListQueue) -> None:
        picture = received()
        jobs.run_all()
        answer = client.get(f"/media/{stored(picture.id).sizes[0].path}")
        assert answer.status_code == 200
        assert answer.content_type == "image/webp"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Cookie" not in answer.headers.get("Vary", "")
        answer.close()

    @pytest.mark.parametrize(
        "path",
        [
            "../ieum.sqlite3",
            "..%2f..%2fetc%2fpasswd",
            "%2e%2e/private/originals/ab/abcd",
            "1/ab/../../../private/x",
            "1/ab/.incoming-abc",
            "1/ab/" + "a" * 32 + "-320.webp",
            "1/ab/" + "a" * 32 + "-320.webp%00.png",
        ],
    )
    def test_gives_nothing_else(self, app: Flask, client: FlaskClient, path: str) -> None:
        secret = config.current().media_dir / "secret.txt"
        secret.write_text("secret")
        assert client.get(f"/media/{path}").status_code == 404
        assert client.get("/media/secret.txt").status_code == 404
