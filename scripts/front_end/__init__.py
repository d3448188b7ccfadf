"""What scripts/assets is made of: one module per kind of file the pages load."""
