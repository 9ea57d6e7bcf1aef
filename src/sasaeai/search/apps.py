from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "sasaeai.search"
    label = "search"
    verbose_name = "さがす"
