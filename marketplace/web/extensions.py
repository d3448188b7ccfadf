"""Flask extensions that views decorate themselves with."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)

SIGN_IN_LIMIT = "10 per minute; 60 per hour"
CODE_LIMIT = "10 per minute; 40 per hour"
CERTIFICATE_LIMIT = "30 per minute; 200 per hour"  # a check code is not found by trying
SEARCH_LIMIT = "120 per minute"
