"""One's own account: rights, security, sessions."""

from django.urls import include, path

urlpatterns = [
    path("security/", include("sanglap.desk.me.security.urls")),
]
