"""Pages of planning: fewer meetings, how often people are called, the aim of a 年度."""
