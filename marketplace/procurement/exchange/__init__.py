"""Other systems of an institution: their tokens, what they push, what they may read."""
