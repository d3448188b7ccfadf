"""Quota rules as data: what an institution must buy, and what counts toward it."""
