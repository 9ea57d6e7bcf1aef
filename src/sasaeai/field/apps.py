from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "sasaeai.field"
    label = "field"
    verbose_name = "会場"
