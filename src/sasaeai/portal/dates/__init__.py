"""Saying by link which days would suit."""
