from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sanglap.files"
