from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sasaeai.meetings"
    label = "meetings"
    verbose_name = "会議"
