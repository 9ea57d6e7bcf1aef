"""Cards and their versions, ordered by causes: pure reckoning."""
