from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "sanglap.verification"

    def ready(self) -> None:
        from sanglap.accounts.services.claims import ask_before_handing_in
        from sanglap.verification.services.gate import control_missing

        ask_before_handing_in(control_missing)
