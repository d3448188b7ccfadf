"""What is sold: categories, products, options and stock."""
