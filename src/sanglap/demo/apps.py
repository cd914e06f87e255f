from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sanglap.demo"
