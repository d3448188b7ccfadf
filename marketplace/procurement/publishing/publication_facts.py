"""A version as facts for machines: what it is, where it stays, and its whole content."""

from __future__ import annotations

from typing import Any

from marketplace.procurement.models import Publication


def version_facts(published: Publication, path: str) -> dict[str, Any]:
    """One version without its content; `path` is where it stays."""
    return {
        "institution": published.institution.slug,
        "year": published.year,
        "kind": published.kind.address,
        "quarter": published.quarter,
        "version": published.version,
        "published_at": published.published_at.isoformat(),
        "reason": published.reason,
        "digest": published.content_digest,
        "url": path,
    }


def publication_facts(published: Publication, path: str) -> dict[str, Any]:
    """One version whole."""
    return {**version_facts(published, path), "content": published.content}
