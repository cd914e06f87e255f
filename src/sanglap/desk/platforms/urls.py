"""The platforms, how offices weigh and choose them, and their terms."""

from django.urls import path

from sanglap.desk.platforms import acts, deciding, terms, views

urlpatterns = [
    path("", views.catalogue, name="platforms"),
    path("terms/new/", terms.new, name="terms-new"),
    path("assessments/", views.assessments, name="assessments"),
    path("assessments/new/<uuid:office_id>/", acts.begin, name="assessment-new"),
    path("assessments/<uuid:assessment_id>/", acts.weigh, name="assessment"),
    path("assessments/<uuid:assessment_id>/decide/", deciding.decide, name="assessment-decide"),
    path("assessments/<uuid:assessment_id>/drop/", acts.drop, name="assessment-drop"),
    path("assessments/decisions/<uuid:decision_id>/", views.decision, name="platform-decision"),
    path("<slug:platform>/", views.platform, name="platform"),
]
