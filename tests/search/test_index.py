"""The index on disk: one writer, many readers, crashes, rebuilding."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import open_dir

from marketplace.search import fields, index
from marketplace.search.builds import Builds
from marketplace.search.documents import ProductDocument
from marketplace.search.engine import Engine
from marketplace.search.errors import IndexUnusable, WriterAtWork
from marketplace.search.postings import BLOCK, read_postings
from tests.search.conftest import ask, product, update, write
from tests.support.programs import FORKED


def ids(engine: Engine, text: str) -> list[int]:
    return sorted(engine.search(ask(text, limit=100)).ids)


class TestApply:
    def test_replaces_the_former_self(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(1, "비누"), product(2, "두부")])
        assert ids(engine, "비누") == [1]
        update(builds, product(1, "쿠키"))
        assert (ids(engine, "비누"), ids(engine, "쿠키")) == ([], [1])
        assert engine.search(ask()).total == 2

    def test_keeps_one_of_an_id_named_twice(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(1, "비누")])
        update(builds, product(1, "두부"), product(1, "쿠키"))
        assert (ids(engine, "두부"), ids(engine, "쿠키")) == ([], [1])
        assert engine.search(ask()).total == 1

    def test_takes_out_what_is_gone(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(n) for n in (1, 2, 3)])
        update(builds, gone=[1, 3, 77])
        assert ids(engine, "") == [2]

    def test_without_anything_to_do_leaves_the_generation(self, builds: Builds) -> None:
        write(builds, [product(1)])
        before = sorted(path.name for path in builds.current().path.iterdir())
        update(builds)
        assert sorted(path.name for path in builds.current().path.iterdir()) == before

    def test_joins_a_crowd_of_small_segments(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(n) for n in range(1, 6)])
        for n in range(index.CROWD * 2):
            update(builds, product(n % 9 + 1, f"비누 {n}"))
            assert engine.search(ask()).total == max(5, min(n + 1, 9))
        assert len(engine.snapshot().segments) < index.CROWD
        assert ids(engine, "비누") == list(range(1, 10))

    def test_without_an_index_says_so(self, builds: Builds) -> None:
        with pytest.raises(IndexUnusable):
            update(builds, product(1))

    def test_optimise_leaves_one_segment_and_the_same_answers(
        self, builds: Builds, engine: Engine
    ) -> None:
        write(builds, [product(n, f"비누 {n}") for n in range(1, 9)])
        update(builds, product(3, "두부"), gone=[4])
        before = ids(engine, "비누")
        with builds.writing():
            index.optimise(builds)
        assert len(engine.snapshot().segments) == 1
        assert ids(engine, "비누") == before == [1, 2, 5, 6, 7, 8]


class TestPostings:
    def test_are_what_whoosh_itself_reads(self, builds: Builds) -> None:
        count = BLOCK + 300  # more than one block
        write(builds, [product(n, "비누" if n % 3 else "두부") for n in range(1, count)])
        update(builds, gone=[1])
        reader = open_dir(str(builds.current().path)).reader()
        leaf, _ = reader.leaf_readers()[0]
        theirs = list(leaf.postings(fields.TITLE, "비누").all_ids())
        ours = read_postings(leaf, fields.TITLE, "비누").tolist()
        assert [number for number in ours if not leaf.is_deleted(number)] == theirs
        assert len(ours) == len(theirs) + 1
        reader.close()


class TestRebuild:
    def test_reports_progress_and_sweeps_what_is_old(self, builds: Builds) -> None:
        seen: list[int] = []
        for _ in range(3):
            with builds.writing():
                index.rebuild(builds, [product(n) for n in range(1, 4)], seen.append)
        assert seen == [3, 3, 3]
        assert len(list((builds.home / "builds").iterdir())) == 2

    def test_that_fails_leaves_the_old_index(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(1, "비누")])

        def broken() -> Iterator[ProductDocument]:
            yield product(2, "두부")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            write(builds, broken())
        assert ids(engine, "") == [1]

    def test_of_nothing_is_an_empty_shop(self, builds: Builds, engine: Engine) -> None:
        write(builds, [])
        result = engine.search(ask("비누"))
        assert (result.total, result.ids, result.next_cursor) == (0, [], None)
        assert engine.suggest("비") == []


class TestDamage:
    def test_no_index_is_said(self, engine: Engine) -> None:
        with pytest.raises(IndexUnusable):
            engine.search(ask("비누"))

    @pytest.mark.parametrize("wreck", [b"", b"\x00" * 64, b"{}", b'{"build": 3}', b"[1]"])
    def test_a_bad_pointer_is_said(self, builds: Builds, engine: Engine, wreck: bytes) -> None:
        write(builds, [product(1)])
        (builds.home / "current").write_bytes(wreck)
        with pytest.raises(IndexUnusable):
            engine.search(ask("비누"))

    def test_another_format_is_said(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(1)])
        pointer = builds.home / "current"
        pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"format": 0}))
        with pytest.raises(IndexUnusable):
            engine.search(ask("비누"))

    # Whoosh leaves a file open when it stumbles over its damage.
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    @pytest.mark.parametrize("suffix", [".toc", ".seg"])
    @pytest.mark.parametrize("keep", [0, 40, 300])
    def test_a_cut_file_is_said_and_a_rebuild_mends_it(
        self, builds: Builds, engine: Engine, suffix: str, keep: int
    ) -> None:
        shelf = [product(n) for n in range(1, 50)]
        write(builds, shelf)
        for path in builds.current().path.glob(f"*{suffix}"):
            path.write_bytes(path.read_bytes()[:keep])
        with pytest.raises(IndexUnusable):
            engine.search(ask("비누"))
        write(builds, shelf)
        assert engine.search(ask("비누")).total == 49


class TestForking:
    def test_a_child_reads_with_files_of_its_own(self, builds: Builds, engine: Engine) -> None:
        """Workers forked from a parent that has searched must not move each other's files."""
        write(builds, [product(n, f"비누 {n}") for n in range(1, 200)])
        parent = engine.snapshot()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            own = engine.snapshot()
            right = own is not parent and ids(engine, "비누 77") == [77]
            os.write(writing, b"right" if right else b"wrong")
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as said:
            assert said.read() == b"right"
        os.waitpid(child, 0)
        assert engine.snapshot() is parent


class TestSingleWriter:
    def test_is_the_only_one(self, builds: Builds) -> None:
        with builds.writing(), pytest.raises(WriterAtWork), Builds(builds.home).writing():
            raise AssertionError("two writers")
        with builds.writing():
            pass


def write_until_killed(home: str) -> None:
    builds = Builds(Path(home))
    n = 0
    while True:
        n += 1
        update(builds, *(product(k, f"비누 {n}") for k in range(1, 21)))


def rebuild_until_killed(home: str) -> None:
    while True:
        write(Builds(Path(home)), [product(k, "비누") for k in range(1, 21)])


def read_for(home: str, seconds: float, out: multiprocessing.Queue[tuple[Any, ...]]) -> None:
    """Ask all the time; every answer must hold each of twenty products once."""
    engine, until, asked, generations = Engine(Path(home)), time.monotonic() + seconds, 0, set()
    while time.monotonic() < until:
        result = engine.search(ask("비누", limit=100))
        if sorted(result.ids) != list(range(1, 21)):
            out.put(("wrong", list(result.ids)))
            return
        generations.add(id(engine.snapshot()))
        asked += 1
    out.put(("asked", asked, len(generations)))


class TestProcesses:
    @pytest.mark.parametrize("work", [write_until_killed, rebuild_until_killed])
    def test_readers_see_whole_generations_while_one_writes(
        self, builds: Builds, work: Callable[[str], None]
    ) -> None:
        write(builds, [product(k, "비누") for k in range(1, 21)])
        out: multiprocessing.Queue[tuple[Any, ...]] = FORKED.Queue()
        writer = FORKED.Process(target=work, args=(str(builds.home),))
        readers = [FORKED.Process(target=read_for, args=(str(builds.home), 4, out)) for _ in "ab"]
        for process in (writer, *readers):
            process.start()
        said = [out.get(timeout=60) for _ in readers]
        for process in readers:
            process.join()
        writer.kill()
        writer.join()
        assert all(answer[0] == "asked" and answer[2] > 1 for answer in said), said

    @pytest.mark.parametrize("work", [write_until_killed, rebuild_until_killed])
    @pytest.mark.parametrize("after_ms", [3, 11, 19, 27, 35])
    def test_a_killed_writer_leaves_a_whole_index_and_no_lock(
        self, builds: Builds, engine: Engine, work: Callable[[str], None], after_ms: int
    ) -> None:
        write(builds, [product(k, "비누") for k in range(1, 21)])
        before = engine.snapshot()
        process = FORKED.Process(target=work, args=(str(builds.home),))
        process.start()
        while engine.snapshot() is before:
            time.sleep(0.001)
        time.sleep(after_ms / 1_000)
        process.kill()
        process.join()
        assert ids(engine, "비누") == list(range(1, 21))
        update(builds, product(1, "비누 다시"))
        assert ids(engine, "다시") == [1]
