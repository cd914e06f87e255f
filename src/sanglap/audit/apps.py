from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "sanglap.audit"

    def ready(self) -> None:
        # Each app's transition table and acts register their verbs as they load.
        autodiscover_modules("verbs", "states")
