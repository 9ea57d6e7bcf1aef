"""Registers the paper kit with Django; it has no tables."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    """The paper kit."""

    name = "sasaeai.paper"
    label = "paper"
    verbose_name = "紙"
