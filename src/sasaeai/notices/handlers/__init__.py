"""What other programmes tell us, turned into one action each."""
