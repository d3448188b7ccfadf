"""Measures the pages people use against a bare Flask page in the same run."""
