"""Addresses of the review room."""

from django.urls import path

from . import form_views, listing, source_views, views

urlpatterns = [
    path("review/", views.review, name="review"),
    path("review/<uuid:pk>/", views.workbench, name="workbench"),
    path("review/<uuid:pk>/undo/", views.review_undo, name="review-undo"),
    path("claims/", listing.claim_list, name="claim-list"),
    path("claims/<uuid:pk>/accept/", views.claim_accept, name="claim-accept"),
    path("claims/<uuid:pk>/reject/", views.claim_reject, name="claim-reject"),
    path("claims/<uuid:pk>/opinion/", views.claim_opinion, name="claim-opinion"),
    path("claims/<uuid:pk>/offer/", views.claim_offer, name="claim-offer"),
    path("claims/<uuid:pk>/hold/", views.claim_hold, name="claim-hold"),
    path("claims/<uuid:pk>/undo/", views.claim_undo, name="claim-undo"),
    path("claims/<uuid:pk>/edit/", form_views.claim_edit, name="claim-edit"),
    path("claims/<uuid:pk>/split/", form_views.claim_split, name="claim-split"),
    path("sources/", source_views.source_list, name="source-list"),
    path("sources/search/", source_views.source_search, name="source-search"),
    path("sources/<uuid:pk>/", source_views.source, name="source"),
]
