"""What makes an order cheaper: coupons and points, who pays for them, and what became of each."""
