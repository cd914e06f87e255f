"""The places of the staff."""

from django.urls import include, path

from sanglap.desk.day import views as day
from sanglap.desk.duties import views as duties
from sanglap.desk.inbox import acts as inbox_acts
from sanglap.desk.inbox import views as inbox
from sanglap.desk.notices import views as notices
from sanglap.desk.posts import (
    composing,
    outcomes,
    paper,
    people,
    pictures,
    recordings,
    several,
    sourcing,
    style,
    urgency,
)
from sanglap.desk.posts import views as posts
from sanglap.desk.sending import views as sending

app_name = "desk"
urlpatterns = [
    path("", day.day, name="day"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", composing.compose, name="compose"),
    path("posts/", include("sanglap.desk.planning.urls")),
    path("posts/", include("sanglap.desk.campaigns.urls")),
    path("posts/keep/", composing.keep, name="keep"),
    path("posts/cards/<str:key>/", pictures.card, name="card-picture"),
    path("posts/style/", style.style, name="style"),
    path("posts/style/new/", style.new, name="snippet-new"),
    path("posts/style/<uuid:snippet_id>/", style.change, name="snippet"),
    path("posts/approve/", several.several, name="approve-several"),
    path("posts/urgent/", urgency.uses, name="urgent-uses"),
    path("posts/throw-away/", composing.throw_away, name="throw-away"),
    path("pictures/<uuid:picture_id>/", pictures.picture, name="picture"),
    path("pictures/<uuid:picture_id>/small/", pictures.small, name="picture-small"),
    path("posts/", include("sanglap.desk.suggestions.urls")),
    path("recordings/<uuid:recording_id>/", recordings.recording, name="recording"),
    path("recordings/<uuid:recording_id>/still/", recordings.still, name="recording-still"),
    path("recordings/<uuid:recording_id>/state/", recordings.state, name="recording-state"),
    path("captions/<uuid:file_id>/", recordings.captions, name="captions"),
    path("sendings/", sending.begin, name="sendings"),
    path("sendings/<uuid:sending_id>/", sending.go_on, name="sending"),
    path("posts/<uuid:draft_id>/", posts.post, name="post"),
    path("posts/<uuid:draft_id>/edit/", composing.edit, name="edit"),
    path("posts/<uuid:draft_id>/important/", posts.important, name="post-important"),
    path("posts/<uuid:draft_id>/sources/", sourcing.enter, name="sources"),
    path("posts/<uuid:draft_id>/sources/<uuid:source_id>/", sourcing.file, name="source-file"),
    path("posts/<uuid:draft_id>/people/", people.enter, name="post-people"),
    path("posts/<uuid:draft_id>/people/<uuid:portrayal_id>/", people.consent, name="consent-file"),
    path("deliveries/<uuid:delivery_id>/", outcomes.delivery, name="delivery"),
    path("stops/", include("sanglap.desk.stops.urls")),
    path("approve/<uuid:variant_id>/", posts.approve, name="approve"),
    path("approve/<uuid:variant_id>/note/", paper.note, name="note"),
    path("approve/<uuid:variant_id>/paper/", paper.record, name="paper"),
    path("approve/<uuid:variant_id>/review/", urgency.review, name="urgent-review"),
    path("papers/<uuid:paper_id>/", paper.scan, name="paper-scan"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/new/", inbox_acts.enter, name="message-new"),
    path("inbox/<uuid:message_id>/", inbox.thread, name="thread"),
    path("inbox/<uuid:message_id>/assign/", inbox_acts.assign, name="message-assign"),
    path("inbox/<uuid:message_id>/danger/", inbox_acts.danger_settled, name="message-danger-settled"),
    path("inbox/<uuid:message_id>/note/", inbox_acts.note, name="message-note"),
    path("inbox/", include("sanglap.desk.moderation.urls")),
    path("duties/<uuid:duty_id>/", duties.duty, name="duty"),
    path("accounts/", include("sanglap.desk.accounts.urls")),
    path("platforms/", include("sanglap.desk.platforms.urls")),
    path("laws/", include("sanglap.desk.laws.urls")),
    path("accounts/", include("sanglap.desk.incidents.urls")),
    path("board/", include("sanglap.desk.board.urls")),
    path("exemptions/", include("sanglap.desk.exemptions.urls")),
    path("offices/", include("sanglap.desk.offices.urls")),
    path("people/", include("sanglap.desk.people.urls")),
    path("appointments/", include("sanglap.desk.appointments.urls")),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("me/notices/", notices.wishes, name="wishes"),
    path("me/", include("sanglap.desk.me.urls")),
    path("history/", include("sanglap.desk.history.urls")),
]
