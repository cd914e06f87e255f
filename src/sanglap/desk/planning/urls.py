"""The calendar, what comes again, hours of the week, days of mourning."""

from django.urls import path

from sanglap.desk.planning import declared, recurring, slots, views

urlpatterns = [
    path("calendar/", views.calendar, name="post-calendar"),
    path("<uuid:draft_id>/time/", views.move, name="post-move"),
    path("recurring/", recurring.recurrences, name="recurrences"),
    path("recurring/new/", recurring.new, name="recurrence-new"),
    path("recurring/<uuid:recurrence_id>/", recurring.recurrence, name="recurrence"),
    path("recurring/<uuid:recurrence_id>/edit/", recurring.edit, name="recurrence-edit"),
    path("recurring/<uuid:recurrence_id>/act/", recurring.act, name="recurrence-act"),
    path("recurring/held/<uuid:occurrence_id>/", recurring.decide, name="occurrence-decide"),
    path("hours/<uuid:account_id>/", slots.slots, name="slots"),
    path("mourning/", declared.declarations, name="declarations"),
    path("mourning/new/<uuid:office_id>/", declared.new, name="declaration-new"),
    path("mourning/<uuid:declaration_id>/end/", declared.end, name="declaration-end"),
]
