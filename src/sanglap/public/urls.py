"""The places of the citizen, and the door of the staff."""

from django.urls import path

from sanglap.public import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("guideline/", views.guideline, name="guideline"),
    path("health/", views.health, name="health"),
]
