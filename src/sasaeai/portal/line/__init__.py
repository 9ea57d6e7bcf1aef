"""What LINE calls when somebody writes there (the webhook)."""
