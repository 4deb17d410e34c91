"""Addresses of what people do together: discussions and what they say in them."""

from django.urls import path

from . import activity_views, views

urlpatterns = [
    path("claims/<uuid:pk>/talk/", views.claim_talk, name="claim-talk"),
    path("articles/<uuid:pk>/talk/", views.article_talk, name="article-talk"),
    path("comments/<uuid:pk>/", views.comment, name="comment"),
    path("comments/<uuid:pk>/edit/", views.comment_edit, name="comment-edit"),
    path("comments/<uuid:pk>/withdraw/", views.comment_withdraw, name="comment-withdraw"),
    path("comments/<uuid:pk>/read/", views.comment_read, name="comment-read"),
    path("activity/", activity_views.activity, name="activity"),
    path("activity/new/", activity_views.activity_new, name="activity-new"),
    path("people/search/", views.people_search, name="people-search"),
]
