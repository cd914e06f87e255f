"""The official accounts."""

from django.urls import path

from sanglap.desk.accounts import acts, connecting, views
from sanglap.desk.accounts.confirming import views as confirming
from sanglap.desk.platforms import deciding
from sanglap.desk.verification.urls import of_account

urlpatterns = [
    *of_account,
    path("", views.accounts, name="accounts"),
    path("new/<uuid:office_id>/", acts.propose, name="account-new"),
    path("connected/", connecting.connected, name="account-connected"),
    path("<uuid:account_id>/", views.account, name="account"),
    path("<uuid:account_id>/proposal/", acts.amend, name="account-amend"),
    path("<uuid:account_id>/choice/", deciding.name_choice, name="account-choice"),
    path("<uuid:account_id>/review/", acts.review, name="account-review"),
    path("<uuid:account_id>/panel/", acts.panel, name="account-panel"),
    path("<uuid:account_id>/connect/", connecting.connect, name="account-connect"),
    path("<uuid:account_id>/check/", connecting.check, name="account-check"),
    path("<uuid:account_id>/work/", acts.put_to_work, name="account-work"),
    path("<uuid:account_id>/suspend/", acts.suspend, name="account-suspend"),
    path("<uuid:account_id>/resume/", acts.resume, name="account-resume"),
    path("<uuid:account_id>/close/", acts.close, name="account-close"),
    path("<uuid:account_id>/security/", confirming.security, name="account-security"),
    path("<uuid:account_id>/settings/", confirming.settings, name="account-settings"),
    path("<uuid:account_id>/confirm/<slug:kind>/", confirming.confirm, name="account-confirm"),
    path("evidence/<uuid:evidence_id>/", confirming.evidence, name="account-evidence"),
]
