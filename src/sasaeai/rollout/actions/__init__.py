"""Writes of the rollout room."""
