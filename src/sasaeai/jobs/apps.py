from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sasaeai.jobs"
    label = "jobs"
    verbose_name = "裏の仕事"
