"""Readings across rooms: nothing is written here."""
