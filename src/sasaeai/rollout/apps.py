from django.apps import AppConfig


class RolloutConfig(AppConfig):
    name = "sasaeai.rollout"
    label = "rollout"
    verbose_name = "全地区への展開"
