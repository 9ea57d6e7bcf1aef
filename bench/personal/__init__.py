"""Sentences to measure the finding of personal data by, and the measuring."""
