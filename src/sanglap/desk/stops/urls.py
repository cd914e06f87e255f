"""Emergency stops."""

from django.urls import path

from sanglap.desk.stops import views

urlpatterns = [
    path("", views.stops, name="stops"),
    path("new/<uuid:office_id>/", views.new, name="stop-new"),
    path("<uuid:stop_id>/lift/", views.lift, name="stop-lift"),
]
