"""Addresses of the report room."""

from django.urls import URLPattern, path

from . import archive_views, article_views, asof_views, edition_views, export_views, picking_views, views
from .publishing import desk_feed, feed, keys, methodology, public_views
from .publishing import views as publishing

EDITION = "reports/<uuid:report_id>/editions/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("claims/export.csv", export_views.claims_export, name="claims-export"),
    path("reports/", views.report_list, name="report-list"),
    path("reports/new/", picking_views.report_new, name="report-new"),
    path("articles/<uuid:pk>/report/", article_views.article_report, name="article-report"),
    path("reports/<uuid:report_id>/", views.report, name="report"),
    path(
        "reports/<uuid:report_id>/as-of.<str:kind>",
        asof_views.report_as_of_file,
        name="report-as-of-file",
    ),
    path(
        "reports/<uuid:report_id>/as-of.<str:kind>/prepare/",
        asof_views.report_as_of_prepare,
        name="report-as-of-prepare",
    ),
    path("reports/<uuid:report_id>/archive/", archive_views.report_archive, name="report-archive"),
    path("events/<uuid:pk>/archive/", archive_views.event_archive, name="event-archive"),
    path("reports/<uuid:report_id>/add/", picking_views.report_add, name="report-add"),
    path("reports/<uuid:report_id>/freeze/", views.report_freeze, name="report-freeze"),
    path("reports/<uuid:report_id>/claims/<uuid:item_id>/remove/", views.report_remove, name="report-remove"),
    path("reports/<uuid:report_id>/claims/<uuid:item_id>/move/", views.report_move, name="report-move"),
    path("reports/<uuid:report_id>/claims/<uuid:item_id>/note/", views.report_note, name="report-note"),
    path("reports/<uuid:report_id>/editions/<int:number>/", edition_views.edition, name="edition"),
    path(
        "reports/<uuid:report_id>/editions/<int:number>.<str:kind>",
        edition_views.edition_file,
        name="edition-file",
    ),
    path(
        "reports/<uuid:report_id>/editions/<int:number>/prepare/",
        edition_views.edition_prepare,
        name="edition-prepare",
    ),
    path(EDITION + "approve/", publishing.edition_approve, name="edition-approve"),
    path(EDITION + "return/", publishing.edition_return, name="edition-return"),
    path(EDITION + "ask-again/", publishing.edition_ask_again, name="edition-ask-again"),
    path(EDITION + "publish/", publishing.edition_publish, name="edition-publish"),
    path(EDITION + "withdraw/", publishing.edition_withdraw, name="edition-withdraw"),
    path(EDITION + "renew/", publishing.edition_renew, name="edition-renew"),
    path("r/feed.atom", feed.feed, name="feed"),
    path("r/desk/<str:token>.atom", desk_feed.desk_feed, name="desk-feed"),
    path("reports/feed/", desk_feed.desk_feed_settings, name="desk-feed-settings"),
    path("r/<slug:token>/", public_views.public, name="public"),
    path("r/<slug:token>/<int:number>/", public_views.public_claim, name="public-claim"),
    path("r/<slug:token>/report.<str:kind>", public_views.public_file, name="public-file"),
    path("methodology/", methodology.methodology, name="methodology"),
    path(".well-known/second-source-keys.txt", keys.signing_keys, name="signing-keys"),
    path(
        "reports/<uuid:report_id>/editions/<int:number>/claims/<int:position>.jsonld",
        edition_views.edition_claim,
        name="edition-claim",
    ),
    path("claims/export/", export_views.claim_export, name="claim-export"),
    path("exports/<uuid:pk>/file/", export_views.export_file, name="export-file"),
    path("exports/<uuid:pk>/stop/", export_views.export_stop, name="export-stop"),
    path("exports/<uuid:pk>/again/", export_views.export_again, name="export-again"),
]
