"""Background work of the notices room."""
