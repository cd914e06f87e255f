"""Hidings and appeals."""

from django.urls import path

from sanglap.desk.moderation import acts, views

urlpatterns = [
    path("hidings/", views.hidings, name="hidings"),
    path("<uuid:message_id>/hide/", acts.hide, name="hide"),
    path("hidings/close/<uuid:delivery_id>/", acts.close_comments, name="close-comments"),
    path("hidings/<uuid:hiding_id>/", views.hiding, name="hiding"),
    path("hidings/<uuid:hiding_id>/done/", acts.confirm, name="hiding-done"),
    path("hidings/<uuid:hiding_id>/told/", acts.told, name="hiding-told"),
    path("hidings/<uuid:hiding_id>/lift/", acts.lift, name="hiding-lift"),
    path("hidings/<uuid:hiding_id>/undone/", acts.undone, name="hiding-undone"),
    path("appeals/<uuid:appeal_id>/", acts.appeal, name="appeal"),
]
