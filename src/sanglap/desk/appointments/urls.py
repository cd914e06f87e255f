"""Positions, who holds them, and who stands in."""

from django.urls import path

from sanglap.desk.appointments import acts, views

urlpatterns = [
    path("", views.appointments, name="appointments"),
    path("rights/", views.rights, name="office-rights"),
    path("new/<uuid:office_id>/", acts.new_position, name="position-new"),
    path("positions/<uuid:position_id>/", views.position, name="position"),
    path("positions/<uuid:position_id>/rename/", acts.rename, name="position-rename"),
    path("positions/<uuid:position_id>/abolish/", acts.abolish, name="position-abolish"),
    path("positions/<uuid:position_id>/appoint/", acts.appoint, name="appoint"),
    path("<uuid:appointment_id>/hand-over/", acts.hand_over, name="hand-over"),
    path("<uuid:appointment_id>/relieve/", acts.relieve, name="relieve"),
    path("<uuid:appointment_id>/order/", acts.name_order, name="order-name"),
    path("<uuid:appointment_id>/delegate/", acts.delegate, name="delegate"),
    path("leave/<uuid:user_id>/", acts.leave, name="leave"),
    path("leave/<uuid:user_id>/<uuid:leave_id>/end/", acts.leave_end, name="leave-end"),
    path("leave/<uuid:user_id>/in/<uuid:delegation_id>/end/", acts.delegation_end, name="delegation-end"),
    path("orders/<uuid:order_id>/", views.order, name="order"),
    path("orders/<uuid:order_id>/scan/", views.order_scan, name="order-scan"),
]
