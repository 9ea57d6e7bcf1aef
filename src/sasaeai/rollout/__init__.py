"""From model districts to every district: stages, formation patterns, know-how."""
