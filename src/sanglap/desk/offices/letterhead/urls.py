"""An office's letterhead and what one signs e-mails with."""

from django.urls import path

from sanglap.desk.offices.letterhead import views

urlpatterns = [
    path("", views.letterhead, name="letterhead"),
    path("pdf/", views.pdf, name="letterhead-pdf"),
    path("word/", views.word, name="letterhead-word"),
    path("signature/", views.signature, name="letterhead-signature"),
]
