"""Money in and out through a provider port."""
