"""Saying once a year by code whether what the directory tells of one's services is right."""
