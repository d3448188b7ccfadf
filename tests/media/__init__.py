"""Pictures and private files."""
