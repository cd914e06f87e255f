"""The people, and inviting them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
