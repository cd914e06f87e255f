"""The whole history, for auditors."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
