"""Sellers, their certifications and how these are verified."""
