"""Exemptions."""

from django.urls import path

from sanglap.desk.exemptions import views

urlpatterns = [
    path("", views.exemptions, name="exemptions"),
    path("new/<uuid:office_id>/", views.ask, name="exemption-new"),
    path("<uuid:exemption_id>/", views.exemption, name="exemption"),
    path("<uuid:exemption_id>/decide/", views.decide, name="exemption-decide"),
    path("<uuid:exemption_id>/withdraw/", views.withdraw, name="exemption-withdraw"),
    path("<uuid:exemption_id>/end/", views.end, name="exemption-end"),
]
