"""What comes back: requests to return or exchange, from the asking to the refund."""
