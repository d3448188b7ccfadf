"""Asking the index: the current generation, one question, one page."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from marketplace.core import clock
from marketplace.core.errors import MarketplaceError
from marketplace.search import suggestions
from marketplace.search.answering import answer
from marketplace.search.builds import Build, Builds
from marketplace.search.cursors import Place, cursor_after, fingerprint, place_of
from marketplace.search.errors import IndexUnusable
from marketplace.search.filtering import Filtered
from marketplace.search.ordering import Ordered, ordered
from marketplace.search.request import SearchRequest, SearchResult
from marketplace.search.snapshot import Snapshot

ATTEMPTS = 4
PAUSE_SECONDS = 0.01
LONGEST_TYPED = 40


class Engine:
    """Reads of one index directory, for many threads; every method raises IndexUnusable
    when there is no index or its bytes are damaged."""

    def __init__(self, home: Path) -> None:
        self.builds = Builds(home)
        self._held: _Held | None = None
        self._turn = Lock()

    def search(self, request: SearchRequest) -> SearchResult:
        """One page of products; also raises Invalid for a cursor that is not of this question."""
        snapshot = self.snapshot()
        place = place_of(request)
        try:
            return self._search(snapshot, request, place)
        except MarketplaceError:
            raise
        except Exception as error:  # damaged bytes surface as whatever they happen to break
            raise IndexUnusable("the search index is damaged") from error

    def suggest(self, typed: str, limit: int = 8) -> list[str]:
        """What to offer for the beginning of a word."""
        snapshot, asked = self.snapshot(), (typed[:LONGEST_TYPED], limit)
        try:
            offered: list[str] | None = snapshot.results.get(asked)
            if offered is None:
                offered = suggestions.suggest(snapshot, *asked)
                snapshot.results.keep(asked, offered)
        except Exception as error:  # as above
            raise IndexUnusable("the search index is damaged") from error
        return list(offered)

    def snapshot(self) -> Snapshot:
        """The newest generation, opened anew whenever there is one.

        Never Whoosh's own refresh(): it shows the old and the new version of an updated
        document side by side.
        """
        for attempt in range(ATTEMPTS):
            build = self.builds.current()
            try:
                return self._current(build)
            except Exception as error:
                # Either damage, or what we were opening was swept away: look again.
                if attempt == ATTEMPTS - 1:
                    raise IndexUnusable(f"the search index {build.name} is damaged") from error
                time.sleep(PAUSE_SECONDS)
        raise IndexUnusable  # not reached: the last attempt returns or raises

    def _current(self, build: Build) -> Snapshot:
        held = self._held
        if held and held.is_newest(build):
            return held.snapshot
        with self._turn:
            if self._held and self._held.is_newest(build):
                return self._held.snapshot  # another thread opened it meanwhile
            self._held = _open(build, self._held)
            return self._held.snapshot

    def _search(
        self, snapshot: Snapshot, request: SearchRequest, place: Place | None
    ) -> SearchResult:
        closed = snapshot.count_closed(clock.now())
        asked = (fingerprint(request), request.day, request.cursor, request.limit, closed)
        kept = snapshot.results.get(asked)
        if kept is None:
            kept = _answered(snapshot, request, place)
            snapshot.results.keep(asked, kept)
        result: SearchResult = kept
        return result


@dataclass(frozen=True, slots=True)
class _Held:
    build: Build
    index: FileIndex
    generation: int
    snapshot: Snapshot
    process: int

    def is_of(self, build: Build) -> bool:
        # A forked process shares the place in every open file with its parent: it opens its own.
        return build == self.build and self.process == os.getpid()

    def is_newest(self, build: Build) -> bool:
        return self.is_of(build) and self.index.latest_generation() == self.generation


def _open(build: Build, held: _Held | None) -> _Held:
    # Without mmap, because Whoosh copies whatever it maps: 230 MB for 100,000 products.
    kept = held if held and held.is_of(build) else None
    storage = FileStorage(str(build.path), supports_mmap=False, readonly=True)
    index = kept.index if kept else FileIndex(storage)
    toc = TOC.read(index.storage, index.indexname)
    snapshot = Snapshot(index.storage, toc, kept.snapshot.segments if kept else {})
    return _Held(build, index, toc.generation, snapshot, os.getpid())


def _answered(snapshot: Snapshot, request: SearchRequest, place: Place | None) -> SearchResult:
    found = answer(snapshot, request.text)
    filtered = Filtered(snapshot, found.bands > 0, request.filters)
    mask = filtered.mask()
    day = place.day if place else request.day
    rows = ordered(snapshot, mask, found.bands, request.sort, day)
    page = rows.page(place.after if place else None, request.limit + 1)
    return SearchResult(
        ids=snapshot.ids[page.documents[: request.limit]].tolist(),
        total=int(mask.sum()),
        facets=filtered.counts(),
        next_cursor=_next(request, day, page),
        corrected=found.corrected,
        loosened=found.loosened,
    )


def _next(request: SearchRequest, day: date, page: Ordered) -> str | None:
    if len(page.keys) <= request.limit:
        return None
    last = request.limit - 1
    return cursor_after(request, day, int(page.keys[last]), int(page.ties[last]))
