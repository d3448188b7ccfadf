"""Photos of a request that was begun and never sent are erased; those that were sent stay."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.media.models import Picture
from marketplace.media.pictures import check_picture, keep_picture
from marketplace.media.storage import original_path
from marketplace.media.sweeping import UNSENT
from marketplace.returns import jobs
from marketplace.returns.models import ReturnPhoto, WayBack
from marketplace.returns.requesting import Asking, ask
from tests.returns.conftest import PICKUP, Scene
from tests.support.pictures import photo


def test_only_what_was_never_sent_and_is_old_goes(app: Flask, scene: Scene) -> None:
    wish, parcel_id = scene.wish(1), scene.parcel.id
    with transaction():
        sent, unsent = (
            keep_picture(check_picture(photo(colour=color)), "", None, is_private=True)
            for color in ("red", "blue")
        )
        public = keep_picture(check_picture(photo(colour="green")), "", None)
        ask(parcel_id, Asking("form-1", wish, "", WayBack.PICKUP, PICKUP, [sent.id]))
    digest = unsent.digest
    assert jobs.erase_unsent_photos() == 0
    with clock.frozen(clock.now() + UNSENT + timedelta(minutes=1)):
        assert jobs.erase_unsent_photos() == 1
    db.session.rollback()
    assert {each.id for each in db.session.query(Picture)} == {sent.id, public.id}
    assert not original_path(digest).exists()
    assert [each.picture_id for each in db.session.query(ReturnPhoto)] == [sent.id]
