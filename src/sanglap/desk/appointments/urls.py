"""Positions, who holds them, and who stands in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
