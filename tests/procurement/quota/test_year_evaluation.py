"""The evaluation of a year: formulas, ties, small departments, what is left out, awards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid
from marketplace.core.pdf import render_pdf
from marketplace.procurement.closing import close_month
from marketplace.procurement.errors import DepartmentNotFound, ReasonNeeded
from marketplace.procurement.measuring import measure, total_of
from marketplace.procurement.models import (
    AwardGrade,
    Department,
    Institution,
    MarkKind,
    YearStep,
)
from marketplace.procurement.year.awarding import (
    AlreadyAwarded,
    AwardNotFound,
    Honour,
    NotEvaluated,
    award_department,
    get_award,
    list_awards,
    publish_evaluation,
    revoke_award,
)
from marketplace.procurement.year.certificates import certificate_data
from marketplace.procurement.year.criteria import (
    CRITERIA,
    CriterionKey,
    DepartmentFacts,
    Weighed,
    competition_ranks,
    rounded,
    score,
)
from marketplace.procurement.year.evaluating import (
    YearNotOver,
    compute_evaluation,
    evaluate_year,
    list_evaluations,
)
from marketplace.procurement.year.evaluation_paper import usual_giver
from marketplace.procurement.year.marks import (
    AlreadyMarked,
    MarkNotFound,
    lift_mark,
    list_marks,
    mark_department,
)
from marketplace.procurement.year.schemes import list_schemes, set_scheme, usual_criteria
from marketplace.procurement.year.steps import StepAlreadyDone, reopen_step
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.statements import counting

NEXT_JANUARY = datetime(2027, 1, 20, 3, tzinfo=UTC)
FACTS = DepartmentFacts(
    target_won=1_000,
    counted_won=800,
    group_largest_won=1_600,
    last_year_won=640,
    months_due=12,
    months_in_time=9,
    quarters={1: (200, 150), 2: (None, 90), 3: (0, 0), 4: (100, 400)},
    seller_count=4,
)


def district(*targets: int) -> tuple[Institution, list[Department]]:
    """Departments with a target each, that bought half of it in May."""
    body = factories.institution(name="가온구")
    places = [
        factories.department(body, name=f"{n}과", position=n) for n, _ in enumerate(targets, 1)
    ]
    for place, target in zip(places, targets, strict=True):
        factories.target(place, target, year=2026)
        bought(place, date(2026, 5, 6), target // 2)
    return body, places


class TestCriteria:
    @pytest.mark.parametrize(
        ("key", "full", "value", "part"),
        [
            (CriterionKey.RATE, 100, "80.00%", Fraction(4, 5)),
            (CriterionKey.RATE, 80, "80.00%", Fraction(1)),
            (CriterionKey.AMOUNT, 1, "800원", Fraction(1, 2)),
            (CriterionKey.GROWTH, 50, "25.00%", Fraction(1, 2)),
            (CriterionKey.PUNCTUALITY, 1, "12개월 중 9개월", Fraction(3, 4)),
            (CriterionKey.PLAN_ACCURACY, 1, "50.00%", Fraction(1, 2)),
            (CriterionKey.DIVERSITY, 5, "4곳", Fraction(4, 5)),
        ],
    )
    def test_have_their_formula(
        self, key: CriterionKey, full: int, value: str, part: Fraction
    ) -> None:
        reached = CRITERIA[key].measure(FACTS, full)
        assert reached is not None
        assert (reached.value, reached.part) == (value, part)

    def test_what_cannot_be_measured_spreads_its_weight(self) -> None:
        bare = DepartmentFacts(1_000, 500, 1_000, None, 0, 0)
        weights = (Weighed(CriterionKey.RATE, 60, 100), Weighed(CriterionKey.GROWTH, 40, 20))
        scores, total = score(bare, weights)
        assert [each.points for each in scores] == [Decimal("30.00"), None]
        assert total == Decimal("50.00")

    def test_a_loss_is_no_negative_score(self) -> None:
        fallen = DepartmentFacts(1_000, 100, 1_000, 500, 12, 12)
        reached = CRITERIA[CriterionKey.GROWTH].measure(fallen, 20)
        assert reached is not None
        assert (reached.value, reached.part) == ("-80.00%", 0)

    def test_the_usual_weights_are_a_hundred(self) -> None:
        assert sum(each.weight for each in usual_criteria()) == 100


class TestRanks:
    def test_ties_share_and_the_next_is_skipped(self) -> None:
        totals = {1: Decimal(90), 2: Decimal(80), 3: Decimal(80), 4: Decimal(70), 5: None}
        assert competition_ranks(totals) == {1: 1, 2: 2, 3: 2, 4: 4, 5: None}

    @given(st.dictionaries(st.integers(0, 50), st.none() | st.integers(0, 9).map(Decimal)))
    def test_are_one_more_than_those_above(self, totals: dict[int, Decimal | None]) -> None:
        ranks = competition_ranks(totals)
        for key, total in totals.items():
            above = [each for each in totals.values() if each is not None and total is not None]
            expected = None if total is None else 1 + sum(each > total for each in above)
            assert ranks[key] == expected

    @given(st.fractions(0, 100))
    def test_points_are_rounded_half_up(self, exact: Fraction) -> None:
        off = Fraction(rounded(exact)) - exact
        assert Fraction(-1, 200) < off <= Fraction(1, 200)


class TestMarks:
    def test_shorten_the_target_and_leave_the_month_out(self) -> None:
        measured = measure(1_200, {3: 400, 5: 100}, frozenset({3}))
        assert (measured.target_won, measured.counted_won) == (1_100, 100)
        nothing = measure(1_200, {3: 400}, frozenset(range(1, 13)))
        assert (nothing.target_won, nothing.counted_won, nothing.rate_percent) == (None, None, None)
        whole = total_of([measured, nothing])
        assert (whole.target_won, whole.counted_won) == (1_100, 100)

    def test_stand_once_and_are_lifted_with_a_reason(self, app: Flask) -> None:
        with transaction():
            body, (place,) = district(100)
            mark = mark_department(place.id, 2026, 5, MarkKind.NOT_MEASURED, "전산 장애")
        with pytest.raises(AlreadyMarked), transaction():
            mark_department(place.id, 2026, 5, MarkKind.PROGRAMME_CHANGED, "또")
        with pytest.raises(ReasonNeeded), transaction():
            mark_department(place.id, 2026, 6, MarkKind.NOT_MEASURED, " ")
        with pytest.raises(Invalid), transaction():
            mark_department(place.id, 2026, 13, MarkKind.NOT_MEASURED, "없는 달")
        with transaction():
            lift_mark(mark, "자료 확보")
        with pytest.raises(MarkNotFound), transaction():
            lift_mark(mark, "다시")
        with transaction():
            mark_department(place.id, 2026, 5, MarkKind.NOT_MEASURED, "다시 장애")
        assert len(list_marks(body.id, 2026)) == 1
        assert len(list_marks(body.id, 2026, lifted=True)) == 2


class TestEvaluateYear:
    def test_ranks_small_departments_among_themselves(self, app: Flask) -> None:
        with clock.frozen(NEXT_JANUARY):
            with transaction():
                body, _ = district(50_000_000, 20_000_000, 6_000_000, 6_000_000)
            made = compute_evaluation(body.id, 2026)
        groups = [each.candidate.group for each in made.ranked]
        assert groups == ["general", "general", "small", "small"]
        assert [each.rank for each in made.ranked] == [1, 2, 1, 1]

    def test_a_marked_year_is_not_ranked_and_adds_nothing(self, app: Flask) -> None:
        with clock.frozen(NEXT_JANUARY):
            with transaction():
                body, places = district(50_000_000, 20_000_000)
                mark_department(places[0].id, 2026, 0, MarkKind.PROGRAMME_CHANGED, "조직 폐지")
            made = compute_evaluation(body.id, 2026)
        assert [each.rank for each in made.ranked] == [None, 1]
        assert (made.whole.target_won, made.whole.counted_won) == (20_000_000, 10_000_000)

    def test_counts_only_months_closed_in_time(self, app: Flask) -> None:
        with transaction():
            body, (place,) = district(50_000_000)
        for month, day in ((1, (2026, 2, 5)), (2, (2026, 3, 6))):
            with clock.frozen(datetime(*day, 3, tzinfo=UTC)), transaction():
                close_month(place.id, 2026, month)
        with clock.frozen(NEXT_JANUARY):
            scores = compute_evaluation(body.id, 2026).ranked[0].scores
        values = {each.key: each.value for each in scores}
        assert values[CriterionKey.PUNCTUALITY] == "12개월 중 1개월"

    def test_is_kept_after_the_year_and_only_when_it_changed(self, app: Flask) -> None:
        with transaction():
            body, places = district(50_000_000, 20_000_000)
        last_hour = datetime(2026, 12, 31, 14, tzinfo=UTC)
        with clock.frozen(last_hour), pytest.raises(YearNotOver), transaction():
            evaluate_year(body.id, 2026)
        with clock.frozen(NEXT_JANUARY):
            with transaction():
                first = evaluate_year(body.id, 2026)
                assert evaluate_year(body.id, 2026).id == first.id
            with transaction():
                bought(places[1], date(2026, 6, 1), 5_000_000)
                evaluate_year(body.id, 2026)
        assert [each.version for each in list_evaluations(body.id, 2026)] == [2, 1]
        assert [each.version for each in list_schemes(body.id, 2026)] == [1]

    def test_sum_of_departments_is_the_institution(self, app: Flask) -> None:
        with clock.frozen(NEXT_JANUARY), transaction():
            body, places = district(50_000_000, 20_000_000, 6_000_000)
            mark_department(places[1].id, 2026, 5, MarkKind.NOT_MEASURED, "전산 장애")
            content = evaluate_year(body.id, 2026).content
        for name in ("target_won", "counted_won"):
            parts = [each[name] for each in content["departments"]]
            assert content["whole"][name] == sum(parts)

    def test_costs_the_same_for_many(self, app: Flask) -> None:
        costs = []
        for n in (2, 60):
            with transaction():
                body, _ = district(*[20_000_000] * n)
            db.session.rollback()
            with counting(app) as sent:
                compute_evaluation(body.id, 2026)
            costs.append(len(sent))
        assert costs[0] == costs[1] <= 20


class TestScheme:
    def test_weights_add_up_and_a_change_has_a_reason(self, app: Flask) -> None:
        with transaction():
            body, _ = district(100)
        half = [Weighed(CriterionKey.RATE, 50, 100), Weighed(CriterionKey.GROWTH, 50, 20)]
        with pytest.raises(Invalid), transaction():
            set_scheme(body.id, 2026, half[:1], 0)
        with transaction():
            set_scheme(body.id, 2026, half, 0)
            set_scheme(body.id, 2026, half, 0)
        other = [Weighed(CriterionKey.RATE, 100, 100)]
        with pytest.raises(ReasonNeeded), transaction():
            set_scheme(body.id, 2026, other, 0)
        with transaction():
            set_scheme(body.id, 2026, other, 0, "위원회 의결")
        assert [each.reason for each in list_schemes(body.id, 2026)] == ["위원회 의결", ""]


class TestAwards:
    def kept(self) -> tuple[Institution, list[Department]]:
        body, places = district(50_000_000, 20_000_000)
        evaluate_year(body.id, 2026)
        return body, places

    def test_are_numbered_given_once_and_taken_back_with_a_reason(self, app: Flask) -> None:
        with clock.frozen(NEXT_JANUARY):
            with transaction():
                body, (one, two) = self.kept()
                first = award_department(
                    body.id,
                    2026,
                    one.id,
                    Honour(AwardGrade.GRAND, "가온구청장", "목표를 앞서 채움"),
                )
                award_department(
                    body.id, 2026, two.id, Honour(AwardGrade.EXCELLENT, "가온구청장", "증가")
                )
            with pytest.raises(AlreadyAwarded), transaction():
                award_department(
                    body.id, 2026, one.id, Honour(AwardGrade.SPECIAL, "가온구청장", "또")
                )
            with transaction():
                revoke_award(first, "집계 오류")
                award_department(
                    body.id, 2026, one.id, Honour(AwardGrade.SPECIAL, "가온구청장", "특별")
                )
        assert [each.number for each in list_awards(body.id, 2026)] == [1, 2, 3]
        assert [each.number for each in list_awards(body.id, 2026, revoked=False)] == [2, 3]

    def test_need_an_evaluation_a_giver_and_a_department_of_ours(self, app: Flask) -> None:
        with clock.frozen(NEXT_JANUARY):
            with transaction():
                body, places = district(50_000_000)
                stranger = factories.department()
            grand = AwardGrade.GRAND
            with pytest.raises(NotEvaluated), transaction():
                award_department(body.id, 2026, places[0].id, Honour(grand, "가온구청장", "까닭"))
            with transaction():
                evaluate_year(body.id, 2026)
            with pytest.raises(Invalid), transaction():
                award_department(body.id, 2026, places[0].id, Honour(grand, " ", "까닭"))
            with pytest.raises(DepartmentNotFound), transaction():
                award_department(body.id, 2026, stranger.id, Honour(grand, "가온구청장", "까닭"))
            with pytest.raises(AwardNotFound):
                get_award("nothing", body.id)

    def test_have_a_certificate(self, app: Flask) -> None:
        with clock.frozen(NEXT_JANUARY), transaction():
            body, places = self.kept()
            award = award_department(
                body.id,
                2026,
                places[0].id,
                Honour(AwardGrade.GRAND, usual_giver(body), "앞서 채움 #1 $x$"),
            )
            made = render_pdf("certificate.typ", certificate_data(award, body))
        pages = PdfReader(BytesIO(made)).pages
        assert len(pages) == 1
        words = pages[0].extract_text()
        for said in (
            "가온구청장",
            "1과",
            "최우수",
            "2026-1",
            "2027년 1월 20일",
            "앞서 채움 #1 $x$",
        ):
            assert said in words

    def test_are_published_with_the_ranking_once(self, app: Flask) -> None:
        with clock.frozen(NEXT_JANUARY):
            with transaction():
                body, places = self.kept()
                grand = AwardGrade.GRAND
                award_department(
                    body.id, 2026, places[0].id, Honour(grand, "가온구청장", "앞서 채움")
                )
                published = publish_evaluation(body.id, 2026)
            with pytest.raises(StepAlreadyDone), transaction():
                publish_evaluation(body.id, 2026)
            with transaction():
                mark_department(places[1].id, 2026, 5, MarkKind.NOT_MEASURED, "전산 장애")
                evaluate_year(body.id, 2026)
                reopen_step(body.id, 2026, YearStep.AWARD, reason="이의 신청")
                again = publish_evaluation(body.id, 2026)
        assert (again.version, again.reason) == (2, "이의 신청")
        assert published.content["awards"][0]["department"] == "1과"
        assert render_pdf("report.typ", published.content["paper"]).startswith(b"%PDF-")
