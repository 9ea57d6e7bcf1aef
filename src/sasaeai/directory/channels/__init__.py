"""Tables of services that come from outside: files, and what their columns mean."""
