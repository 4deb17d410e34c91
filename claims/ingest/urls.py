"""Addresses of the ingest room."""

from django.urls import path

from . import change_views, sample_views, views

urlpatterns = [
    path("articles/", views.article_list, name="article-list"),
    path("articles/new/", views.article_new, name="article-new"),
    path("articles/sample/", sample_views.sample_add, name="sample-add"),
    path("articles/look/", views.article_look, name="article-look"),
    path("articles/<uuid:pk>/", views.article, name="article"),
    path("articles/<uuid:pk>/status/", views.article_status, name="article-status"),
    path("articles/<uuid:pk>/retry/", views.article_retry, name="article-retry"),
    path("articles/<uuid:pk>/opinion/", views.article_opinion, name="article-opinion"),
    path("articles/<uuid:pk>/change/", change_views.article_change, name="article-change"),
    path("articles/<uuid:pk>/check/", change_views.article_check, name="article-check"),
]
