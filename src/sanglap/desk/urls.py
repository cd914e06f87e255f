"""The places of the staff."""

from django.urls import include, path

from sanglap.desk.day import views as day
from sanglap.desk.inbox import views as inbox
from sanglap.desk.posts import outcomes, paper
from sanglap.desk.posts import views as posts

app_name = "desk"
urlpatterns = [
    path("", day.day, name="day"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", posts.compose, name="compose"),
    path("posts/<uuid:draft_id>/", posts.post, name="post"),
    path("posts/<uuid:draft_id>/edit/", posts.edit, name="edit"),
    path("deliveries/<uuid:delivery_id>/", outcomes.delivery, name="delivery"),
    path("stops/", include("sanglap.desk.stops.urls")),
    path("approve/<uuid:variant_id>/", posts.approve, name="approve"),
    path("approve/<uuid:variant_id>/note/", paper.note, name="note"),
    path("approve/<uuid:variant_id>/paper/", paper.record, name="paper"),
    path("papers/<uuid:paper_id>/", paper.scan, name="paper-scan"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<uuid:message_id>/", inbox.thread, name="thread"),
    path("accounts/", include("sanglap.desk.accounts.urls")),
    path("offices/", include("sanglap.desk.offices.urls")),
    path("people/", include("sanglap.desk.people.urls")),
    path("appointments/", include("sanglap.desk.appointments.urls")),
    path("me/", include("sanglap.desk.me.urls")),
    path("history/", include("sanglap.desk.history.urls")),
]
