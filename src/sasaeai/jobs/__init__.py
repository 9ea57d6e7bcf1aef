"""Background work: one row a job, with its progress. It survives a restart and knows no welfare."""
