"""The whole history, for auditors."""

from django.urls import path

from sanglap.desk.history import views

urlpatterns = [
    path("", views.history, name="history"),
    path("export/", views.export, name="history-export"),
]
