"""Reads of the rollout room that cross tables."""
