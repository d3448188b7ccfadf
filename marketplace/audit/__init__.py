"""Who did what, when, to which thing: written in the same transaction as the deed."""
