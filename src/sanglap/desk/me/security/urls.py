"""One's own ways in."""

from django.urls import path

from sanglap.desk.me.security import factors, proving, views

urlpatterns = [
    path("", views.security, name="me-security"),
    path("password/", views.password, name="me-password"),
    path("sessions/", views.sessions, name="me-sessions"),
    path("second-factor/", factors.choose, name="me-second-factor"),
    path("app/", factors.app, name="me-app"),
    path("app/remove/", factors.remove_app, name="me-app-remove"),
    path("passkeys/new/", factors.new_passkey, name="me-passkey-new"),
    path("passkeys/<int:passkey_id>/", factors.passkey, name="me-passkey"),
    path("passkeys/<int:passkey_id>/remove/", factors.remove_passkey, name="me-passkey-remove"),
    path("codes/", factors.codes, name="me-codes"),
    path("codes/file/", factors.codes_file, name="me-codes-file"),
    path("show-again/", proving.show_again, name="me-show-again"),
    path("finish/", proving.finish, name="me-finish"),
]
