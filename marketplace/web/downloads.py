"""Files a page hands out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flask import Response

from marketplace.core.csv_writing import Cell, csv_bytes


def csv_download(name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A table as a CSV file called `name` (without its ending, Korean or not)."""
    return file_download(f"{name}.csv", "text/csv", csv_bytes(heading, rows))


def file_download(name: str, mimetype: str, data: bytes) -> Response:
    """Bytes as a file; the name is given in UTF-8 for browsers and in ASCII for the rest."""
    return named_file(Response(data, mimetype=mimetype), name)


def named_file(answer: Response, name: str) -> Response:
    """An answer handed out as a file of that name."""
    plain = name.encode("ascii", "ignore").decode().strip(" ._-") or "download"
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    return answer
