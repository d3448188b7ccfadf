"""Enterprises, their certificates and public lists."""
