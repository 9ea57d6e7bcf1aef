from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "sasaeai.hall"
    label = "hall"
    verbose_name = "会場の端末"
