"""Sasaeai: runs community mutual-support meetings (地域支え合い会議)."""
