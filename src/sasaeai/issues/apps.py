from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "sasaeai.issues"
    label = "issues"
    verbose_name = "課題"
