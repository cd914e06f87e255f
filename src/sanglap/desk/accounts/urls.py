"""The official accounts."""

from django.urls import path

from sanglap.desk.accounts import acts, claims, connecting, duties, moving, naming, views
from sanglap.desk.accounts.confirming import views as confirming
from sanglap.desk.platforms import deciding
from sanglap.desk.verification.urls import of_account

urlpatterns = [
    *of_account,
    path("", views.accounts, name="accounts"),
    path("new/<uuid:office_id>/", acts.propose, name="account-new"),
    path("connected/", connecting.connected, name="account-connected"),
    path("claims/", claims.lists, name="claims"),
    path("claims/template.<slug:form>", claims.template, name="claim-template"),
    path("claims/<uuid:claims_id>/", claims.one_list, name="claim-list"),
    path("claims/<uuid:claims_id>/act/", claims.act, name="claim-act"),
    path("claims/<uuid:claims_id>/report.csv", claims.report, name="claim-report"),
    path("moves/<uuid:move_id>/", moving.move, name="move"),
    path("moves/<uuid:move_id>/accept/", moving.accept, name="move-accept"),
    path("moves/<uuid:move_id>/decline/", moving.decline, name="move-decline"),
    path("moves/<uuid:move_id>/withdraw/", moving.withdraw, name="move-withdraw"),
    path("<uuid:account_id>/", views.account, name="account"),
    path("<uuid:account_id>/hand-in/", claims.hand_in, name="account-hand-in"),
    path("<uuid:account_id>/name/", naming.name, name="account-name"),
    path("<uuid:account_id>/name/begin/", naming.begin, name="account-rename"),
    path("<uuid:account_id>/name/finish/", naming.finish, name="account-renamed"),
    path("<uuid:account_id>/name/give-up/", naming.give_up, name="account-rename-end"),
    path("<uuid:account_id>/name/steps/<uuid:step_id>/", naming.step, name="renaming-step"),
    path("<uuid:account_id>/name/steps/<uuid:step_id>/evidence/", naming.evidence, name="renaming-evidence"),
    path("<uuid:account_id>/offer/", moving.offer, name="account-offer"),
    path("<uuid:account_id>/duties/", duties.account_duties, name="account-duties"),
    path("<uuid:account_id>/proposal/", acts.amend, name="account-amend"),
    path("<uuid:account_id>/choice/", deciding.name_choice, name="account-choice"),
    path("<uuid:account_id>/review/", acts.review, name="account-review"),
    path("<uuid:account_id>/panel/", acts.panel, name="account-panel"),
    path("<uuid:account_id>/connect/", connecting.connect, name="account-connect"),
    path("<uuid:account_id>/check/", connecting.check, name="account-check"),
    path("<uuid:account_id>/put-to-work/", acts.put_to_work, name="account-work"),
    path("<uuid:account_id>/suspend/", acts.suspend, name="account-suspend"),
    path("<uuid:account_id>/resume/", acts.resume, name="account-resume"),
    path("<uuid:account_id>/close/", acts.close, name="account-close"),
    path("<uuid:account_id>/security/", confirming.security, name="account-security"),
    path("<uuid:account_id>/settings/", confirming.settings, name="account-settings"),
    path("<uuid:account_id>/confirm/<slug:kind>/", confirming.confirm, name="account-confirm"),
    path("evidence/<uuid:evidence_id>/", confirming.evidence, name="account-evidence"),
]
