"""The buyer portal."""

from marketplace.web.buyer import (
    approvals,
    closings,
    coordination,
    coordination_survey,
    coordination_targets,
    coordination_year,
    corrections,
    departments,
    files,
    home,
    inspections,
    ledger,
    outside,
    papers,
    payments,
    products,
    request_list,
    requests,
    sign_in,
)
from marketplace.web.buyer.blueprint import buyer

__all__ = [
    "approvals",
    "blueprints",
    "closings",
    "coordination",
    "coordination_survey",
    "coordination_targets",
    "coordination_year",
    "corrections",
    "departments",
    "files",
    "home",
    "inspections",
    "ledger",
    "outside",
    "papers",
    "payments",
    "products",
    "request_list",
    "requests",
    "sign_in",
]

blueprints = [buyer]
