"""A synthetic city (見本市): as many districts and years as wished, the same rows from the same seed.

Nothing in it is real. Districts, organisations and halls are named 見本, persons bear the names of
the demo that nobody bears, meetings and lessons carry is_sample. Its proportions are those of a
middle-sized city of snow country: 38 districts, 42 民児協 areas, 368 町会, 11 areas of 包括.
"""
