"""The house rules and appeals."""

from django.urls import path

from sanglap.public.house import views

urlpatterns = [
    path("", views.rules, name="house-rules"),
    path("appeal/", views.find, name="appeal-find"),
    path("appeal/<str:code>/", views.appeal, name="appeal"),
]
