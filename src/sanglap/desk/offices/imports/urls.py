"""Lists of offices brought in."""

from django.urls import path

from sanglap.desk.offices.imports import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("template.<slug:form>", views.template, name="import-template"),
    path("<uuid:import_id>/", views.one_import, name="import"),
    path("<uuid:import_id>/act/", views.act, name="import-act"),
    path("<uuid:import_id>/report.csv", views.report, name="import-report"),
]
