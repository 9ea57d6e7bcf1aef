from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "sasaeai.planning"
    label = "planning"
    verbose_name = "計画と負担"
