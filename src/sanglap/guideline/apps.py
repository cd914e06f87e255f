from django.apps import AppConfig


class GuidelineConfig(AppConfig):
    name = "sanglap.guideline"
