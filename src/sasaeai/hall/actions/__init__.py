"""All writes of the hall room."""
