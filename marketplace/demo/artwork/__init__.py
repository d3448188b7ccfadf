"""Draws the demo's pictures: no photograph, no network, the same picture for the same seed."""
