"""会場の端末: what devices carry, what of it waits for somebody, and files that are handed in."""
