"""One person as far as counting to one goes: a member, or where a guest comes from."""

from __future__ import annotations

import hashlib
import hmac

from flask_limiter.util import get_remote_address

from marketplace import config
from marketplace.web.viewer import current_account_id


def who_asks() -> str:
    """A name for the asker: `account:17`, or a keyed digest of a guest's network address.

    The address itself is kept nowhere, and without our key the digest tells nobody anything.
    """
    account_id = current_account_id()
    if account_id is not None:
        return f"account:{account_id}"
    key = config.current().secret_key.encode()
    said = hmac.new(key, get_remote_address().encode(), hashlib.sha256).hexdigest()
    return f"guest:{said[:32]}"
