from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sanglap.people"

    def ready(self) -> None:
        from sanglap.people import receivers  # noqa: F401 - loading it connects them
