"""Reads of the planning room that cross tables."""
