"""The single writer: batches, removals, tidying and rebuilding of the index on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from whoosh.index import FileIndex, create_in, open_dir
from whoosh.reading import SegmentReader

from marketplace.search.builds import Build, Builds, settle
from marketplace.search.documents import ProductDocument
from marketplace.search.engine import Engine
from marketplace.search.errors import IndexUnusable
from marketplace.search.fields import index_fields, schema
from marketplace.search.postings import WholeListCodec

# A batch is one segment and a question asks each of them: past 16, the small ones are joined.
CROWD = 16
SMALL = 1_024
# Portions of a rebuild are sorted in memory: 100,000 products took 75 s so, and 167 s and
# 1.6 GB of temporary files as one.
PORTION = 16_384
PORTION_MEMORY_MB = 512
TOLD_EVERY = 50

Progress = Callable[[int], None]


def apply(engine: Engine, documents: Iterable[ProductDocument], gone: Iterable[int] = ()) -> int:
    """Put documents in the place of their former selves and take `gone` ids out, in one commit.

    Returns how many documents were written. The caller holds `engine.builds.writing()`. Raises
    IndexUnusable when there is no index to write to.
    """
    # The same id twice in one commit would stay in the index twice for good: the last wins.
    fresh = {document.id: document for document in documents}
    removed = {*gone, *fresh}
    if not removed:
        return 0
    # The engine knows where products stand; Whoosh would read the whole index to find out.
    former = engine.snapshot().numbers_of(removed)
    build = engine.builds.current()
    writer = _open(build).writer(codec=WholeListCodec())
    try:
        for number in former:
            writer.delete_document(number)
        for document in fresh.values():
            writer.add_document(**index_fields(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=join_crowd)
    settle(build.path)
    return len(fresh)


def optimise(builds: Builds) -> None:
    """Join all segments into one and drop what was deleted; the caller holds the lock."""
    build = builds.current()
    _open(build).writer(codec=WholeListCodec()).commit(optimize=True)
    settle(build.path)


def rebuild(
    builds: Builds, documents: Iterable[ProductDocument], progress: Progress | None = None
) -> int:
    """Write a whole new index and switch to it; until then the old one answers.

    Each id may come once only. Returns how many documents it holds; the caller holds the lock.
    """
    former = _former(builds)
    build = builds.start()
    count = _write_all(create_in(str(build.path), schema()), documents, progress)
    builds.switch_to(build)
    builds.sweep(build, *former)  # a reader may just be opening the former one
    return count


def _write_all(
    index: FileIndex, documents: Iterable[ProductDocument], progress: Progress | None
) -> int:
    writer, count = None, 0
    try:
        for count, document in enumerate(documents, 1):
            writer = writer or index.writer(codec=WholeListCodec(), limitmb=PORTION_MEMORY_MB)
            writer.add_document(**index_fields(document))
            if count % PORTION == 0:
                writer.commit(merge=False)
                writer = None
            if progress and count % TOLD_EVERY == 0:
                progress(count)
        if writer:
            writer.commit(merge=False)
    except BaseException:
        if writer and not writer.is_closed:
            writer.cancel()
        raise
    if progress:
        progress(count)
    return count


def join_crowd(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh merge policy: leave everything alone until many small segments have gathered."""
    small = [segment for segment in segments if segment.doc_count_all() < SMALL]
    if len(small) < CROWD:
        return segments
    for segment in small:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in small]


def _open(build: Build) -> FileIndex:
    try:
        return open_dir(str(build.path))
    except Exception as error:  # damaged bytes surface as whatever they happen to break
        raise IndexUnusable(f"the search index {build.name} cannot be opened") from error


def _former(builds: Builds) -> list[Build]:
    with suppress(IndexUnusable):
        return [builds.current()]
    return []
