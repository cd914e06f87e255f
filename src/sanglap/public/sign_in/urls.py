"""The door of the staff."""

from django.urls import path

from sanglap.public.sign_in import demo, views, welcome

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/passkey/", views.passkey, name="sign-in-passkey"),
    path("sign-in/passkey/question/", views.passkey_question, name="passkey-question"),
    path("sign-in/second/", views.second_factor, name="second-factor"),
    path("sign-in/as/", demo.become, name="demo-sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("welcome/strength/", welcome.measure_password, name="measure-password"),
    path("welcome/<str:token>/", welcome.access_link, name="access-link"),
]
