"""The board."""

from django.urls import path

from sanglap.desk.board import acts, kept, views

urlpatterns = [
    path("", views.board, name="board"),
    path("map/", views.map_, name="board-map"),
    path("offices/", views.offices_, name="board-offices"),
    path("year/", views.year, name="board-year"),
    path("rows/", views.rows_, name="board-rows"),
    path("views/", kept.views, name="board-views"),
    path("views/<uuid:view_id>/", kept.view, name="board-view"),
    path("views/<uuid:view_id>/remove/", kept.remove, name="board-view-remove"),
    path("export/", kept.export, name="board-export"),
    path("exports/<uuid:export_id>/", kept.exported, name="board-exported"),
    path("exports/<uuid:export_id>/file/", kept.file, name="board-export-file"),
    path("remind/", acts.remind, name="board-remind"),
    path("remind/send/", acts.send, name="board-remind-send"),
    path("reminders/<uuid:reminding_id>/", acts.reminding, name="board-reminder"),
]
