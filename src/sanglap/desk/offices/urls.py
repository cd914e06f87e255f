"""The offices: tree, map, list; one office and what may be done with it."""

from django.urls import include, path

from sanglap.desk.offices import acts, views
from sanglap.desk.suggestions.urls import of_office as feeds_of_office
from sanglap.desk.verification.urls import of_office

urlpatterns = [
    *of_office,
    *feeds_of_office,
    path("", views.offices, name="offices"),
    path("imports/", include("sanglap.desk.offices.imports.urls")),
    path("<uuid:office_id>/", views.office, name="office"),
    path("<uuid:office_id>/new/", acts.new, name="office-new"),
    path("<uuid:office_id>/edit/", acts.edit, name="office-edit"),
    path("<uuid:office_id>/move/", acts.move, name="office-move"),
    path("<uuid:office_id>/merge/", acts.merge, name="office-merge"),
    path("<uuid:office_id>/close/", acts.close, name="office-close"),
    path("<uuid:office_id>/reopen/", acts.reopen, name="office-reopen"),
    path("<uuid:office_id>/history/", include("sanglap.desk.history.office_urls")),
    path("<uuid:office_id>/letterhead/", include("sanglap.desk.offices.letterhead.urls")),
    path("<uuid:office_id>/calendar/", include("sanglap.desk.offices.calendar.urls")),
    path("<uuid:office_id>/phrases/", include("sanglap.desk.offices.phrases.urls")),
]
