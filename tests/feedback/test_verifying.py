"""`flask feedback verify` finds a sum that is not its reviews', and nothing else."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import update

from marketplace.catalog.models import Product
from marketplace.core.database import transaction
from marketplace.feedback.moderating import hide_review
from marketplace.feedback.verifying import list_differences
from tests.support import factories
from tests.support.feedback import reviewed


def test_proves_and_finds(app: Flask, soap: Product) -> None:
    with transaction():
        factories.product()
    reviewed(soap, 4)
    hidden = reviewed(soap, 1).public_id
    with transaction():
        hide_review(hidden, "광고")
    runner = app.test_cli_runner()
    assert "같습니다" in runner.invoke(args=["feedback", "verify"]).output
    with transaction() as session:
        session.execute(update(Product).where(Product.id == soap.id).values(rating_sum=5))
    (wrong,) = list_differences()
    assert (wrong.product_id, wrong.kept, wrong.counted) == (soap.id, (5, 1), (4, 1))
    told = runner.invoke(args=["feedback", "verify"])
    assert told.exit_code == 1
    assert f"상품 {soap.id}" in told.output
