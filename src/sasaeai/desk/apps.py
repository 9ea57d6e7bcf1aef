from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sasaeai.desk"
    label = "desk"
    verbose_name = "事務机"
