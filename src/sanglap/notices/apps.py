from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sanglap.notices"
