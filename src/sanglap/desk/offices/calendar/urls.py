"""The working calendar of an office."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
