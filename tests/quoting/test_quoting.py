"""Asked once, answered in versions, accepted once; every end keeps its outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.errors import PriceChanged
from marketplace.orders.models import Order, OrderStatus
from marketplace.orders.shipping import ship_parcel
from marketplace.procurement import quoted as procurement_quoted
from marketplace.procurement.approving import approve
from marketplace.procurement.errors import FileNotFound
from marketplace.procurement.inspection import accept_delivery
from marketplace.procurement.models import ContractMethod, PurchaseFileStatus
from marketplace.procurement.requesting import PurchaseRequest
from marketplace.quoting import answering, deciding
from marketplace.quoting.asking import Asker
from marketplace.quoting.deciding import Choice
from marketplace.quoting.errors import (
    InquiryClosed,
    QuoteLapsed,
    QuoteNotFound,
    QuoteRefused,
    QuoteRevised,
)
from marketplace.quoting.models import InquiryStatus, Outcome, QuoteInquiry, QuoteRequest
from marketplace.quoting.queries import (
    get_inquiry_of_enterprises,
    get_request_by_token,
    get_request_of_department,
    list_inquiries,
)
from tests.orders.conftest import DESTINATION, order_request
from tests.quoting.asking import LINES, quoted, request_of, said, service
from tests.support import factories

TOTAL = 360_000


def fresh(inquiry_id: int) -> QuoteInquiry:
    db.session.rollback()
    return db.session.get_one(QuoteInquiry, inquiry_id)


def letters() -> list[str]:
    return sorted(db.session.scalars(select(Letter.template)))


class TestAsk:
    def test_a_double_click_asks_once_and_both_sides_are_told(self, app: Flask) -> None:
        with transaction():
            product = service()
        for _ in range(2):
            with transaction():
                request_of(product, token="t" * 32)
        assert db.session.scalar(select(func.count()).select_from(QuoteRequest)) == 1
        assert letters() == ["quote_asked", "quote_wanted"]

    def test_one_firm_is_asked_once_and_five_at_most(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise()
            request = request_of(service(enterprise_id=seller.id), service(enterprise_id=seller.id))
            assert len(request.inquiries) == 1
        with pytest.raises(QuoteRefused, match="다섯"), transaction():
            request_of(*(service() for _ in range(6)))

    def test_only_what_is_offered(self, app: Flask) -> None:
        from marketplace.catalog.models import ProductStatus

        with pytest.raises(QuoteRefused), transaction():
            request_of(service(status=ProductStatus.HIDDEN))


class TestWriteQuote:
    def test_sums_are_split_line_by_line_and_versions_stay(self, app: Flask) -> None:
        with transaction():
            request = request_of()
            first = quoted(request)
            assert (first.net_won, first.vat_won, first.gross_won) == (330_000, 30_000, TOTAL)
            quoted(request, lines=LINES[:1])
        inquiry = fresh(request.inquiries[0].id)
        assert [each.gross_won for each in inquiry.quotes] == [TOTAL, 330_000]
        assert inquiry.current_version == 2
        assert letters().count("quote_written") == 2

    def test_refuses_what_cannot_be(self, app: Flask) -> None:
        with transaction():
            request = request_of()
        for wrong in (said(days=-1), said(days=181), said(lines=())):
            with pytest.raises(QuoteRefused), transaction():
                answering.write_quote(request.inquiries[0].id, wrong, None)

    def test_not_after_it_was_declined(self, app: Flask) -> None:
        with transaction():
            request = request_of()
            quoted(request)
            deciding.decline(request.inquiries[0].id, "비싸요", Outcome.LOST_TO_ORDINARY, None)
        with pytest.raises(InquiryClosed), transaction():
            quoted(request)
        inquiry = fresh(request.inquiries[0].id)
        assert (inquiry.outcome, inquiry.outcome_won) == (Outcome.LOST_TO_ORDINARY, None)


class TestAccept:
    def test_makes_a_payable_order_at_the_quoted_price(self, app: Flask) -> None:
        with transaction():
            request = request_of()
            quote = quoted(request)
            choice = Choice(quote.inquiry_id, 1)
        with transaction():
            order = deciding.order_by_quote(choice, order_request(shown_total_won=TOTAL))
        order = db.session.get_one(Order, order.id)
        lines = order.parcels[0].lines
        assert order.total_won == TOTAL
        assert [(x.option_name, x.agreed_line, x.gross_won, x.vat_won) for x in lines] == [
            ("청소", 1, 330_000, 30_000),
            ("교육 자료", 2, 30_000, 0),
        ]
        assert order.reserved_until == clock.end_of_day(quote.valid_until)
        inquiry = fresh(quote.inquiry_id)
        assert (inquiry.status, inquiry.order_id) == (InquiryStatus.ACCEPTED, order.id)
        assert (inquiry.outcome, inquiry.outcome_won) == (Outcome.ACCEPTED, TOTAL)
        with transaction():
            confirm_paid(order.id)
        assert db.session.get_one(Order, order.id).status is OrderStatus.CONFIRMED
        assert {"quote_agreed", "quote_accepted"} <= set(letters())

    def test_the_recheck_knows_the_agreed_price(self, app: Flask) -> None:
        with transaction():
            quote = quoted(request_of())
        with pytest.raises(PriceChanged), transaction():
            deciding.order_by_quote(
                Choice(quote.inquiry_id, 1), order_request(shown_total_won=TOTAL - 1)
            )
        assert fresh(quote.inquiry_id).status is InquiryStatus.QUOTED

    def test_goods_quoted_take_nothing_from_the_shelf_and_cancelling_adds_nothing(
        self, app: Flask
    ) -> None:
        from marketplace.orders.cancelling import cancel_order
        from tests.orders.conftest import available, moved

        with transaction():
            soap = factories.product(stock=5)
            quote = quoted(request_of(soap))
            option_id = soap.options[0].id
        with transaction():
            order = deciding.order_by_quote(Choice(quote.inquiry_id, 1), order_request())
        with transaction():
            cancel_order(order.id, "x")
        assert (available(option_id), moved(option_id)) == (5, 0)

    def test_a_newer_version_a_lapse_and_a_second_time_are_told(self, app: Flask) -> None:
        with transaction():
            request = request_of()
            quote = quoted(request)
            inquiry_id = quote.inquiry_id
        with pytest.raises(QuoteNotFound), transaction():
            deciding.accept(Choice(inquiry_id, 2))
        with transaction():
            quoted(request)
        with pytest.raises(QuoteRevised), transaction():
            deciding.accept(Choice(inquiry_id, 1))
        late = clock.now() + timedelta(days=11)
        with clock.frozen(late):
            inquiry = fresh(inquiry_id)
            assert inquiry.result(clock.today()) is Outcome.LAPSED
            with pytest.raises(QuoteLapsed), transaction():
                deciding.accept(Choice(inquiry_id, 2))
        with transaction():
            deciding.accept(Choice(inquiry_id, 2))
        with pytest.raises(InquiryClosed), transaction():
            deciding.accept(Choice(inquiry_id, 2))
        done = select(AuditEntry.action).filter_by(action="quote:accepted")
        assert len(db.session.scalars(done).all()) == 1

    def test_one_of_a_request_the_others_are_passed_over(self, app: Flask) -> None:
        with transaction():
            request = request_of(service(), service(), service())
            for number in (0, 1):
                quoted(request, number)
            keys = [each.id for each in request.inquiries]
            deciding.accept(Choice(keys[0], 1))
        with pytest.raises(InquiryClosed), transaction():
            deciding.accept(Choice(keys[1], 1))
        found = [fresh(key) for key in keys]
        assert [each.status for each in found] == [
            InquiryStatus.ACCEPTED,
            InquiryStatus.DECLINED,
            InquiryStatus.WITHDRAWN,
        ]
        assert [each.outcome for each in found[1:]] == [Outcome.LOST_TO_SOCIAL] * 2


class TestOutcome:
    def test_a_lapsed_one_can_be_said_lost_with_its_amount(self, app: Flask) -> None:
        with transaction():
            quote = quoted(request_of())
        with pytest.raises(InquiryClosed), transaction():
            answering.note_outcome(quote.inquiry_id, Outcome.LOST_TO_ORDINARY, 1)
        with clock.frozen(clock.now() + timedelta(days=11)), transaction():
            answering.note_outcome(quote.inquiry_id, Outcome.LOST_TO_ORDINARY, 300_000)
        assert fresh(quote.inquiry_id).outcome_won == 300_000


class TestScope:
    def test_somebody_elses_is_not_found(self, app: Flask) -> None:
        with transaction():
            place, other = factories.department(), factories.department()
            person = factories.serves(place)
            mine = Asker("담당", person.email, "02", department_id=place.id, account_id=person.id)
            official, citizen = request_of(asker=mine), request_of()
            stranger = factories.enterprise()
        with pytest.raises(QuoteNotFound):
            get_request_of_department(official.public_id, [other.id])
        with pytest.raises(QuoteNotFound):
            get_request_by_token(official.public_id)
        with pytest.raises(QuoteNotFound):
            get_inquiry_of_enterprises(citizen.inquiries[0].public_id, [stranger.id])
        assert get_request_of_department(official.public_id, [place.id]).id == official.id

    def test_unanswered_first_oldest_on_top(self, app: Flask) -> None:
        with transaction():
            product = service()
            made = [request_of(product) for _ in range(4)]
            quoted(made[0])
            quoted(made[2])
            expected = [made[n].inquiries[0].id for n in (1, 3, 2, 0)]
        first = list_inquiries([product.enterprise_id], limit=3)
        rest = list_inquiries([product.enterprise_id], first.next_cursor, 3)
        assert [each.id for each in (*first.items, *rest.items)] == expected


class TestDepartment:
    def test_requests_at_the_quoted_price_and_it_counts(self, app: Flask) -> None:
        with transaction():
            place = factories.department()
            buyer, head = factories.serves(place), factories.serves(place, DepartmentRole.APPROVER)
            factories.quota_rule(place.institution)
            product = service()
            factories.certified(product.enterprise)
            asker = Asker("담당", buyer.email, "02", department_id=place.id, account_id=buyer.id)
            quote = quoted(request_of(product, service(), asker=asker))
            choice = Choice(quote.inquiry_id, 1)
            elsewhere = factories.department()
        asked = PurchaseRequest(
            department_id=place.id,
            title="청소",
            purpose="",
            budget_item="",
            method=ContractMethod.NEGOTIATED_TWO_QUOTES,
            wanted=(),
            destination=DESTINATION,
            checkout_token="c" * 32,
            shown_total_won=TOTAL,
        )
        from dataclasses import replace

        with pytest.raises(FileNotFound), transaction():
            procurement_quoted.request_by_quote(
                choice, replace(asked, department_id=elsewhere.id), buyer
            )
        for _ in range(2):
            with transaction():
                file = procurement_quoted.request_by_quote(choice, asked, buyer)
        file_id, parcel_id = file.id, file.order.parcels[0].id
        assert file.order.total_won == TOTAL
        with transaction():
            approve(file_id, head)
        with transaction():
            ship_parcel(parcel_id, "direct")
        with transaction():
            records = accept_delivery(file_id, parcel_id, buyer)
        assert sum(each.gross_won for each in records) == TOTAL
        assert all(each.counted_won for each in records)
        assert file.status is PurchaseFileStatus.ACCEPTED
