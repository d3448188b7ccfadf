"""A coordinator tries a webhook, or has something sent again."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict
from marketplace.core.permissions import Permission
from marketplace.procurement.webhooks.queueing import redeliver, send_test
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordination_frame import address
from marketplace.web.buyer.webhooks import HOME, refuse_unstorable
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer


@buyer.post("/coordination/webhooks/<webhook_id>/tests")
@access(Permission.QUOTA_COORDINATE)
def webhook_test(webhook_id: str) -> ResponseReturnValue:
    """Send a telling that nothing happened."""
    refuse_unstorable(webhook_id)
    mine = current_viewer().coordinated_institution_ids
    return _told(
        webhook_id,
        lambda: send_test(webhook_id, mine),
        _("시험 알림을 보냅니다. 곧 기록에 나옵니다."),
    )


@buyer.post("/coordination/webhooks/<webhook_id>/deliveries/<delivery_id>/redelivery")
@access(Permission.QUOTA_COORDINATE)
def webhook_redelivery(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Send the same event again now."""
    refuse_unstorable(webhook_id)
    refuse_unstorable(delivery_id)
    mine = current_viewer().coordinated_institution_ids
    return _told(
        webhook_id,
        lambda: redeliver(webhook_id, mine, delivery_id),
        _("다시 보냅니다. 곧 기록에 나옵니다."),
    )


def _told(webhook_id: str, deed: Callable[[], object], said: str) -> ResponseReturnValue:
    try:
        with transaction():
            deed()
        flash(said, "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(address(f"{HOME}/{webhook_id}"))
