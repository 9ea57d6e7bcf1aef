from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Found through INSTALLED_APPS."""

    name = "sasaeai.kernel"
    label = "kernel"
    verbose_name = "土台"
