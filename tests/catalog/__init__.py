"""Listings, options, stock and pictures."""
