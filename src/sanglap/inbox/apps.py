from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "sanglap.inbox"
