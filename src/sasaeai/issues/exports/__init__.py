"""Papers of issues: what is asked of the city, the sheet for troubles, the memo between bodies."""
