"""Open data: what everybody may read, as pages, CSV, JSON and calendars with stable addresses."""
