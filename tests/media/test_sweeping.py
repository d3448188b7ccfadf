"""What was uploaded and never sent does not stay."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.media import jobs
from marketplace.media.discarding import discard_picture
from marketplace.media.files import keep_file, path_of, prepare_file
from marketplace.media.models import Picture
from marketplace.media.pictures import (
    keep_picture,
    make_sizes,
    mark_ready,
    prepare_picture,
    private_file_of,
    store_sizes,
)
from marketplace.media.storage import original_path, private_path
from marketplace.media.sweeping import UNSENT
from tests.support.pictures import photo

PDF = b"%PDF-1.4\nnever sent\n%%EOF"


def age(path: Path) -> None:
    at = (clock.now() - UNSENT - timedelta(minutes=1)).timestamp()
    os.utime(path, (at, at))


@pytest.mark.usefixtures("app")
class TestSweepUnsent:
    def test_erases_what_nothing_knows_and_is_old(self) -> None:
        unsent = original_path(prepare_picture(photo()).digest)
        paper = private_path(f"files/{(digest := prepare_file(PDF, '안.pdf').digest)[:2]}/{digest}")
        assert jobs.sweep_unsent() == 0
        age(unsent)
        age(paper)
        assert jobs.sweep_unsent() == 2
        assert not unsent.exists()
        assert not paper.exists()

    def test_leaves_what_was_sent_and_what_is_in_a_form_again(self) -> None:
        sent, papers = prepare_picture(photo(colour="red")), prepare_file(PDF, "안.pdf")
        with transaction():
            keep_picture(sent, "", None)
            stored = keep_file(papers, None)
        again = prepare_picture(photo(colour="blue"))
        for path in (original_path(sent.digest), path_of(stored), original_path(again.digest)):
            age(path)
        prepare_picture(photo(colour="blue"))  # chosen once more today
        assert jobs.sweep_unsent() == 0
        assert original_path(sent.digest).is_file()
        assert original_path(again.digest).is_file()


def test_a_private_picture_goes_with_its_sizes_and_leaves_a_public_twin(app: Flask) -> None:
    checked = prepare_picture(photo())
    sizes = make_sizes(checked.data)
    with transaction():
        mine = keep_picture(checked, "", None, is_private=True)
        twin = keep_picture(checked, "", None)
        store_sizes(checked.digest, sizes, is_private=True)
        mark_ready(mine, sizes)
    private = private_file_of(mine, 1)
    with transaction():
        discard_picture(db.session.get_one(Picture, mine.id))
    assert not private.exists()
    assert original_path(checked.digest).is_file()
    with transaction():
        discard_picture(db.session.get_one(Picture, twin.id))
    assert not original_path(checked.digest).exists()
