from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "sanglap.practice"
    label = "practice"
    default_auto_field = "django.db.models.BigAutoField"
