"""Experiences with dates: when, where, for how many, and what is given back of a booking."""
