"""Letters to officials: what happened, what to do, in their language."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.procurement import approving
from tests.procurement.purchasing import Scene, delivered, requested
from tests.support.queue import ListQueue


def sent(jobs: ListQueue, template: str) -> Letter:
    jobs.run_all()
    db.session.rollback()
    return db.session.scalars(select(Letter).filter_by(template=template)).one()


class TestLetters:
    def test_the_approver_is_led_to_the_file(self, scene: Scene, jobs: ListQueue) -> None:
        file = requested(scene)
        letter = sent(jobs, "approval_requested")
        assert letter.subject == "[결재 요청] 행사 답례품 구매"
        for body in (letter.text_body, letter.html_body):
            assert f"http://localhost/buyer/files/{file.public_id}" in body
            assert "25,000원" in body

    def test_a_rejection_carries_its_reason(self, scene: Scene, jobs: ListQueue) -> None:
        file = requested(scene)
        with transaction():
            approving.reject(file.id, scene.approver, "예산 <부족>")
        letter = sent(jobs, "purchase_rejected")
        assert "반려 사유: 예산 <부족>" in letter.text_body
        assert "예산 &lt;부족&gt;" in letter.html_body
        assert scene.approver.name in letter.text_body

    def test_a_delivery_leads_to_its_inspection(self, scene: Scene, jobs: ListQueue) -> None:
        file = delivered(scene)
        letter = sent(jobs, "delivery_to_inspect")
        parcel = file.order.parcels[0].public_id
        assert f"/buyer/files/{file.public_id}/parcels/{parcel}/inspection" in letter.text_body
        assert letter.recipient == scene.purchaser.email

    @pytest.mark.parametrize("template", ["purchase_approved", "delivery_to_inspect"])
    def test_who_reads_english_is_written_to_in_english(
        self, scene: Scene, jobs: ListQueue, template: str
    ) -> None:
        with transaction():
            scene.purchaser.locale = "en"
        delivered(scene)
        letter = sent(jobs, template)
        assert "Dear " in letter.text_body
        assert "님" not in letter.text_body
