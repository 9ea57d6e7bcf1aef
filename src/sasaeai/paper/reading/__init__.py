"""Reads papers back: pages of scans and FAXes, sheets with marks, boxes and codes."""
