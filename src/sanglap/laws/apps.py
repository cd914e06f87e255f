from django.apps import AppConfig


class LawsConfig(AppConfig):
    name = "sanglap.laws"
