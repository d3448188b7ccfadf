"""People, their passwords and their consents."""
