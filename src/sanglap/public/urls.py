"""The places of the citizen, and the door of the staff."""

from django.urls import include, path

from sanglap.public import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("", include("sanglap.public.sign_in.urls")),
    path("offices/", include("sanglap.public.offices.urls")),
    path("guideline/", views.guideline, name="guideline"),
    path("house-rules/", include("sanglap.public.house.urls")),
    path("laws/", views.laws, name="laws"),
    path("health/", views.health, name="health"),
]
