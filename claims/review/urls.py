"""Addresses of the review room."""

from django.urls import path

from . import (
    batch_views,
    by_hand_views,
    form_views,
    listing,
    many_views,
    merge_views,
    queue_views,
    source_views,
    split_views,
    views,
)
from .blind import views as blind_views

urlpatterns = [
    path("review/", views.review, name="review"),
    path("review/<uuid:pk>/", views.workbench, name="workbench"),
    path("review/<uuid:pk>/undo/", views.review_undo, name="review-undo"),
    path("review/<uuid:pk>/accept/", batch_views.review_accept, name="review-accept"),
    path("review/<uuid:pk>/add/", by_hand_views.claim_add, name="claim-add"),
    path("claims/", listing.claim_list, name="claim-list"),
    path("claims/columns/", queue_views.columns_choose, name="queue-columns"),
    path("claims/searches/", queue_views.search_save, name="search-save"),
    path("claims/searches/<uuid:pk>/", queue_views.search_change, name="search-change"),
    path("claims/searches/<uuid:pk>/delete/", queue_views.search_remove, name="search-remove"),
    path("claims/batch/", many_views.batch_new, name="claim-batch-new"),
    path("claims/batch/start/", many_views.batch_start, name="claim-batch-start"),
    path("claims/batch/<uuid:pk>/", many_views.batch, name="claim-batch"),
    path("claims/batch/<uuid:pk>/undo/", many_views.batch_undo, name="claim-batch-undo"),
    path("claims/<uuid:pk>/tag/", queue_views.claim_tag, name="claim-tag"),
    path("claims/<uuid:pk>/untag/", queue_views.claim_untag, name="claim-untag"),
    path("claims/<uuid:pk>/accept/", views.claim_accept, name="claim-accept"),
    path("claims/<uuid:pk>/reject/", views.claim_reject, name="claim-reject"),
    path("claims/<uuid:pk>/opinion/", views.claim_opinion, name="claim-opinion"),
    path("claims/<uuid:pk>/offer/", views.claim_offer, name="claim-offer"),
    path("claims/<uuid:pk>/hold/", views.claim_hold, name="claim-hold"),
    path("claims/<uuid:pk>/stakes/", blind_views.claim_stakes, name="claim-stakes"),
    path("claims/<uuid:pk>/apart/", blind_views.claim_blind, name="claim-blind"),
    path("claims/<uuid:pk>/settle/", blind_views.claim_settle, name="claim-settle"),
    path("claims/<uuid:pk>/undo/", views.claim_undo, name="claim-undo"),
    path("claims/<uuid:pk>/edit/", form_views.claim_edit, name="claim-edit"),
    path("claims/<uuid:pk>/split/", split_views.claim_split, name="claim-split"),
    path("claims/<uuid:pk>/merge/", merge_views.claim_merge, name="claim-merge"),
    path("sources/", source_views.source_list, name="source-list"),
    path("sources/search/", source_views.source_search, name="source-search"),
    path("sources/<uuid:pk>/", source_views.source, name="source"),
    path("sources/<uuid:pk>/merge/", source_views.source_merge, name="source-merge"),
    path("sources/<uuid:pk>/part/", source_views.source_part, name="source-part"),
]
