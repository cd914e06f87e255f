"""The working calendar of an office."""

from datetime import date

from django.urls import path, register_converter

from sanglap.desk.offices.calendar import views


class DayConverter:
    """A day as 2026-11-23."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("", views.calendar, name="office-calendar"),
    path("new/", views.new, name="office-calendar-new"),
    path("moon/<day:day>/", views.moon, name="office-calendar-moon"),
    path("<uuid:entry_id>/", views.edit, name="office-calendar-edit"),
    path("<uuid:entry_id>/remove/", views.remove, name="office-calendar-remove"),
]
