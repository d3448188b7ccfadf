"""Cart, order, one parcel per enterprise, and what happens to them."""
