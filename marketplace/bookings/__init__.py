"""Dates of experiences after the order: given back, called off, attended, reminded of."""
