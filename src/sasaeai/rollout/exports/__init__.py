"""Papers and files of the rollout room."""
