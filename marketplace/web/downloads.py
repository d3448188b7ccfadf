"""Files a page hands out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from urllib.parse import quote

from flask import Response, stream_with_context

from marketplace.core.csv_writing import Cell, csv_bytes, csv_lines

Row = TypeVar("Row")


def csv_download(name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A table as a CSV file called `name` (without its ending, Korean or not)."""
    return file_download(f"{name}.csv", "text/csv", csv_bytes(heading, rows))


def csv_stream(name: str, heading: Sequence[str], rows: Iterator[Sequence[Cell]]) -> Response:
    """The same sent while its rows are read: memory does not grow with them.

    The first row is read before anything is sent, so what `rows` raises at once is answered.
    """
    lines = csv_lines(heading, begun(rows))
    return named_file(Response(stream_with_context(lines), mimetype="text/csv"), f"{name}.csv")


def begun(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, the first read now."""
    first = list(islice(rows, 1))

    def all_of_them() -> Iterator[Row]:
        yield from first
        yield from rows

    return all_of_them()


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
