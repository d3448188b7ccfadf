"""Pictures the public sees and files only some may open."""
