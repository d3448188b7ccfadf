"""Asking for a quote, answering it, and what came of it."""
