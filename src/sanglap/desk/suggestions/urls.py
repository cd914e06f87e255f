"""What is suggested to be published; the feeds of an office's website."""

from django.urls import path

from sanglap.desk.suggestions import acts, feeds, suggest, views

urlpatterns = [
    path("suggest/", suggest.suggest, name="suggest"),
    path("suggestions/", views.queue, name="suggestions"),
    path("suggestions/mine/", views.mine, name="suggestions-mine"),
    path("suggestions/pictures/<uuid:brought_id>/", views.picture, name="suggestion-picture"),
    path("suggestions/pictures/<uuid:brought_id>/small/", views.small, name="suggestion-picture-small"),
    path("suggestions/<uuid:suggestion_id>/", views.suggestion, name="suggestion"),
    path("suggestions/<uuid:suggestion_id>/take/", acts.take, name="suggestion-take"),
    path("suggestions/<uuid:suggestion_id>/put-back/", acts.put_back, name="suggestion-put-back"),
    path("suggestions/<uuid:suggestion_id>/decline/", acts.decline, name="suggestion-decline"),
    path("suggestions/<uuid:suggestion_id>/withdraw/", acts.withdraw, name="suggestion-withdraw"),
]
of_office = [
    path("<uuid:office_id>/feeds/", feeds.feeds, name="office-feeds"),
    path("<uuid:office_id>/feeds/new/", feeds.new, name="office-feed-new"),
    path("<uuid:office_id>/feeds/<uuid:feed_id>/stop/", feeds.stop, name="office-feed-stop"),
    path("<uuid:office_id>/feeds/<uuid:feed_id>/resume/", feeds.resume, name="office-feed-resume"),
    path("<uuid:office_id>/feeds/<uuid:feed_id>/read/", feeds.read, name="office-feed-read"),
]
