from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sasaeai.people"
    label = "people"
    verbose_name = "名簿"
