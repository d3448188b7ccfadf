"""One segment of the index in memory: its numbers, its facets and the lists it was asked for."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from marketplace.search.documents import Facet
from marketplace.search.fields import NUMBERS, facet_field
from marketplace.search.numbers import Numbers, read_numbers
from marketplace.search.postings import DocNumbers, read_postings

REMEMBERED_NUMBERS = 4_000_000  # 16 MB of posting lists a segment, least recently used go first


class SegmentColumns:
    """What a segment holds; segments never change, so this outlives index generations.

    Deleted documents are still in here: which are alive is a matter of the generation.
    """

    def __init__(self, reader: SegmentReader) -> None:
        self.size: int = reader.doc_count_all()
        self.numbers: dict[str, Numbers] = {name: read_numbers(reader, name) for name in NUMBERS}
        self.facets = {facet: FacetLists(_read_facet(reader, facet), self.size) for facet in Facet}
        self._reader = reader
        weakref.finalize(self, reader.close)  # when no snapshot and no thread needs it any more
        self._lists: OrderedDict[tuple[str, str], DocNumbers] = OrderedDict()
        self._remembered = 0
        # Whoosh readers share one position in a file, threads must take turns.
        self._turn = RLock()

    def documents(self, field: str, term: str) -> DocNumbers:
        """The documents of this segment that carry a term, ascending."""
        with self._turn:
            found = self._lists.get((field, term))
            if found is None:
                found = read_postings(self._reader, field, term)
                self._remember((field, term), found)
            else:
                self._lists.move_to_end((field, term))
            return found

    def terms_with_prefix(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Up to `most` terms beginning with `prefix` and in how many documents each stands."""
        out: list[tuple[str, int]] = []
        with self._turn:
            for text, info in self._reader.iter_prefix(field, prefix):
                out.append((text.decode(), info.doc_frequency()))
                if len(out) == most:
                    break
        return out

    def _remember(self, key: tuple[str, str], found: DocNumbers) -> None:
        self._lists[key] = found
        self._remembered += len(found) + 16
        while self._remembered > REMEMBERED_NUMBERS:
            _, forgotten = self._lists.popitem(last=False)
            self._remembered -= len(forgotten) + 16


class FacetLists:
    """One facet of one segment: the documents of each code, and a row of codes for each."""

    def __init__(self, lists: dict[str, DocNumbers], size: int) -> None:
        self.lists = lists
        self.rows = _rows(list(lists.values()), size)


class FacetColumn:
    """One facet of all documents, its codes numbered alike in every segment."""

    def __init__(self, parts: Sequence[tuple[int, FacetLists]], size: int) -> None:
        self._size = size
        self._codes = sorted({code for _, part in parts for code in part.lists})
        self._lists: dict[str, list[DocNumbers]] = {code: [] for code in self._codes}
        self._rows = np.zeros(
            (size, max((p.rows.shape[1] for _, p in parts), default=0)), np.uint16
        )
        numbers = {code: number for number, code in enumerate(self._codes, 1)}
        for offset, part in parts:
            for code, documents in part.lists.items():
                self._lists[code].append(documents + np.int32(offset))
            ours = np.array([0, *(numbers[code] for code in part.lists)], np.uint16)
            height, width = part.rows.shape
            self._rows[offset : offset + height, :width] = ours[part.rows]

    def documents_of(self, codes: Iterable[str]) -> NDArray[np.bool_]:
        """A mask of the documents that carry any of `codes`."""
        mask = np.zeros(self._size, np.bool_)
        for code in codes:
            for documents in self._lists.get(code, ()):
                mask[documents] = True
        return mask

    def counts(self, documents: NDArray[np.intp]) -> dict[str, int]:
        """How many of `documents` carry each code; codes with none are left out."""
        found = np.bincount(self._rows[documents].ravel(), minlength=len(self._codes) + 1)
        pairs = zip(self._codes, found[1:].tolist(), strict=True)
        return {code: count for code, count in pairs if count}


def _rows(lists: list[DocNumbers], size: int) -> NDArray[np.uint16]:
    """For each document the numbers of its codes, from 1, filled up with 0."""
    filled = np.zeros(size, np.int64)
    for documents in lists:
        filled[documents] += 1
    rows = np.zeros((size, filled.max(initial=0)), np.uint16)
    filled[:] = 0
    for number, documents in enumerate(lists, 1):
        rows[documents, filled[documents]] = number
        filled[documents] += 1
    return rows


def _read_facet(reader: Any, facet: Facet) -> dict[str, DocNumbers]:
    name = facet_field(facet)
    if name not in set(reader.indexed_field_names()):
        return {}
    codes = [term.decode() for term in reader.lexicon(name)]
    return {code: read_postings(reader, name, code) for code in codes}
