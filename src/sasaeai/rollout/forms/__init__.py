"""Forms of the roll-out, a module a topic."""
