"""Lists of offices brought in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
