"""Writes of the planning room."""
