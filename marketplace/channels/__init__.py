"""Other places the same products are sold: shared brands, outlets, exhibitions."""
