"""Purchases kept in spreadsheets as they are, read into the ledger and explained."""
