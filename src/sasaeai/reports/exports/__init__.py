"""Papers that gather from several rooms."""
