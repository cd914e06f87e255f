"""The register of laws and rules, as the staff see it."""

from django.urls import path

from sanglap.desk.laws import views

urlpatterns = [
    path("", views.laws, name="laws"),
    path("new/", views.new, name="law-new"),
    path("<uuid:law_id>/", views.edit, name="law-edit"),
]
