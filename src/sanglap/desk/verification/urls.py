"""What is seen from outside of an account: its profile, its office's website, the proof that it is the office's own."""

from django.urls import path

from sanglap.desk.verification import acts, files, views

of_account = [
    path("<uuid:account_id>/outside/", views.account, name="account-outside"),
    path("<uuid:account_id>/outside/look/", acts.look, name="account-outside-look"),
    path("<uuid:account_id>/outside/code/", acts.code, name="account-outside-code"),
    path("<uuid:account_id>/outside/vouch/", acts.vouch, name="account-outside-vouch"),
    path("outside/findings/<uuid:finding_id>/", acts.confirm, name="finding-confirm"),
    path("outside/pictures/<uuid:shown_id>/", files.picture, name="profile-picture"),
    path("outside/looks/<uuid:look_id>/", files.look, name="look-picture"),
    path("outside/proofs/<uuid:control_id>/", files.proof, name="proof-picture"),
]
of_office = [
    path("<uuid:office_id>/website/", views.website, name="office-website"),
    path("<uuid:office_id>/website/look/", acts.look_at_website, name="office-website-look"),
]
