"""Reads of the hall room."""
