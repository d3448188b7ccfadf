"""What the support centre puts before people: the front page, exhibitions, the market calendar."""
