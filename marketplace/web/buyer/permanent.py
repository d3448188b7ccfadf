"""Published versions and the addresses at which they stay for good."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace import config
from marketplace.procurement.models import Publication
from marketplace.web.buyer.blueprint import buyer


@dataclass(frozen=True, slots=True)
class Permanent:
    """One version: where it stands here, and its whole address to hand on."""

    version: int
    href: str

    @property
    def address(self) -> str:
        return config.current().public_url + self.href


def permanent(published: Publication, slug: str) -> Permanent:
    """Where one version stays; `version | permanent(slug)` in templates."""
    quarter = f"/q{published.quarter}" if published.quarter else ""
    path = f"/disclosures/{slug}/{published.year}/{published.kind.address}{quarter}"
    return Permanent(published.version, f"{path}/v{published.version}")


buyer.add_app_template_filter(permanent)
