"""The papers that stay: minutes (会議録) and the circular (回覧)."""
