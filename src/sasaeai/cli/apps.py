from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "sasaeai.cli"
    label = "cli"
    verbose_name = "コマンド"
