"""Files on their way out: public picture sizes, and papers only some may open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Headers

from marketplace.core.permissions import Permission
from marketplace.media.files import path_of
from marketplace.media.models import StoredFile
from marketplace.media.storage import media_path
from marketplace.web.access import access

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

media = Blueprint("media", __name__)

# The names media.pictures.size_path gives, and no others: nothing else is ever looked up.
SIZE_PATH = re.compile(r"\d{1,3}/[0-9a-f]{2}/[0-9a-f]{32}-\d{2,4}\.webp")
ONE_YEAR_SECONDS = 365 * 24 * 3600


class SameForAll(Response):
    """An answer no cookie changes, though the session was looked at on the way to it."""

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        headers = super().get_wsgi_headers(environ)
        headers.remove("Vary")
        return headers


@media.get("/media/<path:path>")
@access(Permission.SHOP_BROWSE)
def picture(path: str) -> ResponseReturnValue:
    """One size of a picture; its name changes with its content, so browsers keep it for good."""
    if not SIZE_PATH.fullmatch(path) or not media_path(path).is_file():
        return "", 404  # nobody reads an error page inside an <img>
    found = send_file(media_path(path), mimetype="image/webp", max_age=ONE_YEAR_SECONDS)
    answer = SameForAll.force_type(found)
    answer.cache_control.public = True
    answer.cache_control.immutable = True
    return answer


def send_private_file(stored: StoredFile) -> Response:
    """A private file as a download, after the caller has made sure who asks.

    Never shown inside the site: a paper somebody uploaded must not run as one of our pages.
    """
    answer = send_file(
        path_of(stored),
        mimetype=stored.content_type,
        as_attachment=True,
        download_name=stored.filename,
        max_age=0,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
