"""A column of whole numbers that is read into numpy in one piece."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import NumericColumn
from whoosh.reading import IndexReader

Numbers = NDArray[np.int64]


class WholeColumn(NumericColumn):
    """Signed 64-bit numbers, 0 where nothing was said."""

    def __init__(self) -> None:
        super().__init__("q")

    class Reader(NumericColumn.Reader):
        """Whoosh reads number by number; this reads the column."""

        def numbers(self) -> Numbers:
            """The column as an array of one number a document."""
            raw = self._dbfile.get(self._basepos, self._count * self._fixedlen)
            out = np.full(self._doccount, self._default, np.int64)
            out[: self._count] = np.frombuffer(bytes(raw), ">i8")
            return out


def read_numbers(segment: IndexReader, name: str) -> Numbers:
    """One number column of a segment, zeros when no document has any."""
    reader: Any = segment.column_reader(name, translate=False)
    if isinstance(reader, WholeColumn.Reader):
        return reader.numbers()
    return np.zeros(segment.doc_count_all(), np.int64)
