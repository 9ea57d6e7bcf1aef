"""For everybody without a login: replying by code or QR, calendars, what is published."""
