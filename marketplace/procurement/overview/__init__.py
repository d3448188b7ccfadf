"""A coordinator's view of everybody's purchases: the rows behind a figure, and shares."""
