"""The history of one office; included at offices/<uuid:office_id>/history/."""

from django.urls import path

from sanglap.desk.history import views

urlpatterns = [path("", views.office_history, name="office-history")]
