"""One's own account: rights, security, sessions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
