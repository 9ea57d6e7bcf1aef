"""Benchmarks: they print figures and judge nothing. How to run and read them: README.md."""
