"""What the record of a meeting looks like to somebody: its texts, its history, what may leave."""
