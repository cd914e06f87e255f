"""The people, and inviting them."""

from django.urls import path

from sanglap.desk.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("invite/<uuid:position_id>/", views.invite, name="invite"),
    path("<uuid:user_id>/", views.person, name="person"),
    path("<uuid:user_id>/edit/", views.edit, name="person-edit"),
    path("<uuid:user_id>/link/", views.link, name="person-link"),
    path("<uuid:user_id>/shut-out/", views.shut_out, name="person-shut-out"),
]
