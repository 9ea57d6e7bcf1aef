"""The papers of a meeting: order of proceedings (次第) and sign-in list (出席者名簿)."""
