from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules

from sanglap.core.states import Transitions


class AuditConfig(AppConfig):
    name = "sanglap.audit"

    def ready(self) -> None:
        # Each app's transition table and acts register their verbs as they load, and the words for what they know.
        autodiscover_modules("verbs", "states", "wording")
        from sanglap.audit.details import learn_states

        for table in _tables():
            learn_states(table)


def _tables() -> list[Transitions[Any]]:
    """The transition tables of all apps."""
    modules = [f"{app.name}.states" for app in apps.get_app_configs() if find_spec(f"{app.name}.states")]
    return [value for name in modules for value in vars(import_module(name)).values() if isinstance(value, Transitions)]
