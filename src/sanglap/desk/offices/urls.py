"""The offices: tree, map, list; one office and what may be done with it."""

from django.urls import include, path

urlpatterns = [
    path("imports/", include("sanglap.desk.offices.imports.urls")),
    path("<uuid:office_id>/calendar/", include("sanglap.desk.offices.calendar.urls")),
]
