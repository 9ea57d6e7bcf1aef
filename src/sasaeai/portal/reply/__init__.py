"""Replying to an invitation by code or QR."""
