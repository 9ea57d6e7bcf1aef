"""Calendars: the file of one invitation, and feeds to subscribe to."""
