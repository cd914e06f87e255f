"""Compromised accounts, and drills for that."""

from django.urls import path

from sanglap.desk.incidents import acts, contacts, views

urlpatterns = [
    path("incidents/", views.incidents, name="incidents"),
    path("compromised/", views.choose, name="incident-choose"),
    path("<uuid:account_id>/compromised/", acts.report, name="incident-new"),
    path("<uuid:account_id>/drill/", acts.drill, name="drill-new"),
    path("incidents/<uuid:incident_id>/", views.incident, name="incident"),
    path("incidents/<uuid:incident_id>/report/", views.report, name="incident-report"),
    path("incidents/<uuid:incident_id>/freeze/", acts.freeze, name="incident-freeze"),
    path("incidents/<uuid:incident_id>/revoke/", acts.revoke, name="incident-revoke"),
    path("incidents/<uuid:incident_id>/tell/", acts.tell, name="incident-tell"),
    path("incidents/<uuid:incident_id>/secure/", acts.secure, name="incident-secure"),
    path("incidents/<uuid:incident_id>/look/", acts.look, name="incident-look"),
    path("incidents/<uuid:incident_id>/looked/", acts.looked, name="incident-looked"),
    path("incidents/found/<uuid:found_id>/", acts.judge, name="incident-judge"),
    path("incidents/<uuid:incident_id>/leave-out/<slug:step>/", acts.leave_out, name="incident-leave-out"),
    path("incidents/<uuid:incident_id>/close/", acts.close, name="incident-close"),
    path("incidents/<uuid:incident_id>/call-off/", acts.call_off, name="incident-call-off"),
    path("contacts/<uuid:office_id>/", contacts.contacts, name="emergency-contacts"),
    path("contacts/remove/<uuid:contact_id>/", contacts.remove, name="emergency-contact-remove"),
]
