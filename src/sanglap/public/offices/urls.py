"""The directory of offices."""

from django.urls import path

from sanglap.public.offices import views

urlpatterns = [
    path("", views.directory, name="offices"),
    path("<uuid:office_id>/", views.office, name="office"),
]
