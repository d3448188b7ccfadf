"""Private pictures on their way to the few who may see them."""

from __future__ import annotations

from flask import Response, request, send_file

from marketplace.media.models import Picture
from marketplace.media.pictures import private_file_of

SMALL, LARGE = 320, 1440


def send_private_picture(picture: Picture) -> Response:
    """A private picture after the caller has made sure who asks; raises FileMissing."""
    width = SMALL if request.args.get("size") == "small" else LARGE
    answer = send_file(private_file_of(picture, width), mimetype="image/webp", max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
