"""Real headless Chromium, for journeys (filled in by tests/journeys)."""

from __future__ import annotations
