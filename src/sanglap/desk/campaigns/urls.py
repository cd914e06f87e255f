"""Posts that go from office to office, campaigns and collections, beside the office's own posts."""

from django.urls import path

from sanglap.desk.campaigns import answering, beside, campaigns, gathering, offers

urlpatterns = [
    path("offers/", offers.offers, name="offers"),
    path("offers/made/<uuid:made_id>/", offers.made, name="offer-made"),
    path("offers/made/<uuid:made_id>/withdraw/", offers.withdraw, name="offer-withdraw"),
    path("offers/<uuid:offer_id>/", answering.offer, name="offer"),
    path("offers/<uuid:offer_id>/adopt/", answering.adopt, name="offer-adopt"),
    path("offers/<uuid:offer_id>/decline/", answering.decline, name="offer-decline"),
    path("offers/<uuid:offer_id>/pictures/<uuid:picture_id>/", answering.picture, name="offer-picture"),
    path("offers/<uuid:offer_id>/recording/", answering.recording, name="offer-recording"),
    path("<uuid:draft_id>/offer/", offers.new, name="offer-new"),
    path("<uuid:draft_id>/campaign/", beside.join, name="post-campaign"),
    path("<uuid:draft_id>/collect/", beside.collect, name="post-collect"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign-new"),
    path("campaigns/<uuid:campaign_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:campaign_id>/edit/", campaigns.edit, name="campaign-edit"),
    path("collections/", gathering.collections, name="collections"),
    path("collections/<uuid:collection_id>/", gathering.collection, name="collection"),
    path("collections/<uuid:collection_id>/offer/", gathering.share, name="collection-offer"),
    path("collections/<uuid:collection_id>/dissolve/", gathering.dissolve, name="collection-dissolve"),
]
