"""Foundation: time, dates, text, codes, form pieces. Knows nothing of welfare, reads no file."""
