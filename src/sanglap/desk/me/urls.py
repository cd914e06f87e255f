"""One's own account: rights, security, sessions."""

from django.urls import include, path

from sanglap.desk.me import views

urlpatterns = [
    path("", views.me, name="me"),
    path("security/", include("sanglap.desk.me.security.urls")),
]
