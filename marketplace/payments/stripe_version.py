"""The version of Stripe's API that every reading of it here was written against."""

API_VERSION = "2026-10-28.endive"
