"""Addresses of what changes of articles touch."""

from django.urls import path

from . import views

urlpatterns = [
    path("articles/<uuid:pk>/touches/", views.article_touches, name="article-touches"),
    path("touches/<uuid:pk>/", views.touch_stand, name="touch-stand"),
    path("changes/<uuid:pk>/stand/", views.change_stand, name="change-stand"),
]
