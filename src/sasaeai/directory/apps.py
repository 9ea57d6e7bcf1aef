from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "sasaeai.directory"
    label = "directory"
    verbose_name = "相談先"
