"""An office's own phrases."""

from django.urls import path

from sanglap.desk.offices.phrases import views

urlpatterns = [
    path("", views.phrases, name="office-phrases"),
    path("new/", views.new, name="office-phrase-new"),
    path("<uuid:phrase_id>/", views.phrase, name="office-phrase"),
    path("<uuid:phrase_id>/end/", views.end, name="office-phrase-end"),
]
