"""Rules of planning that need no database: plain values in, plain values out."""
