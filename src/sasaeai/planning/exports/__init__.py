"""Papers and files of the planning room."""
