"""A run judges a year piece by piece and ends in one version, or leaves the last one in force."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import Department, Publication, PublicationKind, PublishRun
from marketplace.procurement.models.publish_runs import RunStatus
from marketplace.procurement.publishing import running
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import PublicationAddress, publish
from marketplace.procurement.publishing.results import results_content, tally_year
from marketplace.procurement.publishing.running import carry_out
from marketplace.procurement.publishing.runs import (
    RunEnded,
    Wanted,
    ask_run,
    latest_runs,
    seen_now,
    stop_run,
)
from tests.procurement.quota.ledger import SOCIAL, bought
from tests.support import factories
from tests.support.queue import ListQueue

NOON = datetime(2026, 7, 1, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 2)


@pytest.fixture
def address(app: Flask) -> PublicationAddress:
    with transaction():
        body = factories.institution(slug="gasang")
        factories.quota_rule(body, year=2026, effective_on=date(2026, 1, 1))
        place = factories.department(body)
        for day in range(1, 6):
            bought(place, date(2026, 2, day), 1_100_000, designations=[SOCIAL])
    return PublicationAddress(body.id, 2026, PublicationKind.RESULTS)


def asked(address: PublicationAddress, reason: str = "") -> int:
    with transaction():
        return ask_run(Wanted(address, reason, seen_now(address)), None).id


def run_of(run_id: int) -> PublishRun:
    db.session.rollback()
    return db.session.get_one(PublishRun, run_id, populate_existing=True)


def versions() -> int:
    return db.session.scalar(select(func.count(Publication.id))) or 0


def one_more(address: PublicationAddress) -> None:
    with transaction():
        query = select(Department).filter_by(institution_id=address.institution_id)
        place = db.session.scalars(query).first()
        assert place is not None
        bought(place, date(2026, 3, 9), 1_100_000, designations=[SOCIAL])


class TestCarryOut:
    def test_ends_in_the_version_a_whole_judging_gives(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        told: list[tuple[int, int]] = []
        run_id = asked(address)
        carry_out(run_id, lambda judged, total: told.append((judged, total)))
        run = run_of(run_id)
        assert (run.status, run.judged_count, run.total_count) == (RunStatus.DONE, 5, 5)
        assert told == [(2, 5), (4, 5), (5, 5)]
        known = known_year(address.institution_id, 2026)
        whole = results_content(known, tally_year(known))
        assert run.publication is not None
        assert run.publication.content == whole
        assert whole["rules"][0]["result"]["counted_won"] == 5_500_000

    def test_the_job_does_it_and_a_second_time_does_nothing(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        run_id = asked(address)
        assert jobs.names() == ["quota.publish"]
        jobs.put("quota.publish", run_id)
        jobs.run_all()
        assert run_of(run_id).status is RunStatus.DONE
        assert versions() == 1

    def test_an_unchanged_year_ends_in_the_version_in_force(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        carry_out(asked(address))
        run_id = asked(address, "다시")
        carry_out(run_id)
        run = run_of(run_id)
        assert run.publication is not None
        assert (run.publication.version, versions()) == (1, 1)

    def test_a_record_written_meanwhile_is_counted(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        written = []

        def write_once(judged: int, total: int) -> None:
            if judged >= 4 and not written:
                written.append(judged)
                one_more(address)

        run_id = asked(address)
        carry_out(run_id, write_once)
        run = run_of(run_id)
        assert run.publication is not None
        assert run.publication.content["figures"]["actual_won"] == 6_600_000
        assert run.publication.content["rules"][0]["result"]["counted_won"] == 6_600_000

    def test_a_ledger_that_never_rests_ends_in_a_sentence(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        run_id = asked(address)
        carry_out(run_id, lambda judged, _total: one_more(address) if judged < 3 else None)
        run = run_of(run_id)
        assert run.status is RunStatus.FAILED
        assert "계속 바뀌었습니다" in run.problem
        assert versions() == 0

    def test_a_stopped_run_publishes_nothing_and_another_may_begin(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        run_id = asked(address)

        def stop_at_two(judged: int, total: int) -> None:
            if judged == 2:
                with transaction():
                    stop_run(run_of_open(run_id))

        carry_out(run_id, stop_at_two)
        assert (run_of(run_id).status, versions()) == (RunStatus.STOPPED, 0)
        again = asked(address)
        assert again != run_id
        carry_out(again)
        assert run_of(again).status is RunStatus.DONE

    def test_what_was_published_meanwhile_is_not_replaced_unseen(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        run_id = asked(address)
        with transaction():
            publish(address.institution_id, 2026, PublicationKind.RESULTS, {"other": 1}, None)
        carry_out(run_id)
        run = run_of(run_id)
        assert run.status is RunStatus.FAILED
        assert "다른 사람이 공시했습니다" in run.problem


def run_of_open(run_id: int) -> PublishRun:
    return db.session.get_one(PublishRun, run_id, populate_existing=True)


class TestAskRun:
    def test_pressing_twice_is_one_run(self, address: PublicationAddress, jobs: ListQueue) -> None:
        assert asked(address) == asked(address)
        assert jobs.names() == ["quota.publish"]

    def test_a_replacement_needs_a_reason_before_anything_begins(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        carry_out(asked(address))
        with pytest.raises(ReasonNeeded):
            asked(address)

    def test_a_run_that_stands_still_gives_way(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        with clock.frozen(NOON):
            first = asked(address)
            with transaction():
                running.begin(first)
        with clock.frozen(NOON + timedelta(minutes=3)):
            second = asked(address)
        assert second != first
        assert run_of(first).status is RunStatus.FAILED

    def test_what_has_ended_cannot_be_stopped(
        self, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        run_id = asked(address)
        carry_out(run_id)
        with pytest.raises(RunEnded), transaction():
            stop_run(run_of_open(run_id))
        assert latest_runs(address.institution_id)[0].id == run_id


class TestCommand:
    def ask(self, app: Flask, *words: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["quota", "publish", *words])
        assert isinstance(app.test_cli_runner(), CliRunner)
        return result.exit_code, result.output

    def test_publishes_and_says_the_version(
        self, app: Flask, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        code, said = self.ask(app, "--institution", "gasang", "--year", "2026")
        assert (code, "제1판 (구매 기록 5건)" in said) == (0, True), said
        assert jobs.names() == []
        code, said = self.ask(
            app,
            *("--institution", "gasang", "--year", "2026", "--kind", "quarter-results"),
            *("--quarter", "1", "--json"),
        )
        assert (code, '"version": 1' in said) == (0, True), said

    def test_says_what_is_wrong(
        self, app: Flask, address: PublicationAddress, jobs: ListQueue
    ) -> None:
        assert (
            "기관을 찾을 수 없습니다"
            in self.ask(app, "--institution", "nowhere", "--year", "2026")[1]
        )
        assert (
            "공시된 내용이 없는 해" in self.ask(app, "--institution", "gasang", "--year", "1999")[1]
        )
        self.ask(app, "--institution", "gasang", "--year", "2026")
        one_more(address)
        code, said = self.ask(app, "--institution", "gasang", "--year", "2026")
        assert (code, "사유를 적어 주세요" in said) == (1, True)
