"""Addresses of the verify room."""

from django.urls import path

from . import (
    asof_views,
    assignment_views,
    calendar_views,
    claim_event_views,
    event_views,
    evidence_adding,
    evidence_item_views,
    evidence_views,
    job_views,
    origin_views,
    reassign_views,
    similar_views,
    views,
)

urlpatterns = [
    path("events/", event_views.event_list, name="event-list"),
    path("events/<uuid:pk>/", event_views.event, name="event"),
    path("events/<uuid:pk>/rename/", event_views.event_rename, name="event-rename"),
    path("events/<uuid:pk>/close/", event_views.event_close, name="event-close"),
    path("events/<uuid:pk>/change/", event_views.event_change, name="event-change"),
    path("events/<uuid:pk>/undo/<int:entry>/", event_views.event_undo, name="event-undo"),
    path("claims/<uuid:pk>/event/", claim_event_views.claim_event, name="claim-event"),
    path("claims/<uuid:pk>/", views.claim, name="claim"),
    path("claims/<uuid:pk>/record.json", asof_views.claim_record, name="claim-record"),
    path("claims/<uuid:pk>/similar/", similar_views.claim_similar, name="claim-similar"),
    path("claims/<uuid:pk>/here/", views.claim_here, name="claim-here"),
    path("claims/<uuid:pk>/verdict/", views.assessment_submit, name="assessment-submit"),
    path("claims/<uuid:pk>/verdict/accept/", views.assessment_accept_first, name="assessment-accept-first"),
    path("assessments/<uuid:pk>/approve/", views.assessment_approve, name="assessment-approve"),
    path("assessments/<uuid:pk>/return/", views.assessment_return, name="assessment-return"),
    path("claims/<uuid:pk>/origins/", origin_views.origin_rule_add, name="origin-rule"),
    path("claims/<uuid:pk>/evidence/add/", evidence_adding.evidence_add, name="evidence-add"),
    path("claims/<uuid:pk>/evidence/search/", evidence_adding.evidence_search, name="evidence-search"),
    path("claims/<uuid:pk>/evidence/undo/", evidence_views.evidence_undo, name="evidence-undo"),
    path("evidence/<uuid:pk>/", evidence_item_views.evidence, name="evidence"),
    path("evidence/<uuid:pk>/file/", evidence_item_views.evidence_file, name="evidence-file"),
    path("evidence/<uuid:pk>/grade/", evidence_item_views.evidence_grade, name="evidence-grade"),
    path("evidence/<uuid:pk>/source/", evidence_item_views.evidence_source, name="evidence-source"),
    path("evidence/<uuid:pk>/paste/", evidence_item_views.evidence_paste, name="evidence-paste"),
    path("evidence/<uuid:pk>/alike/", evidence_views.evidence_group, name="evidence-group"),
    path("evidence/<uuid:pk>/confirm/", evidence_views.evidence_confirm, name="evidence-confirm"),
    path("evidence/<uuid:pk>/dismiss/", evidence_views.evidence_dismiss, name="evidence-dismiss"),
    path("claims/assign/", assignment_views.claim_assign, name="claim-assign"),
    path("settings/matching/", job_views.jobs, name="match-jobs"),
    path("settings/matching/<uuid:pk>/stop/", job_views.job_stop, name="match-job-stop"),
    path("assignments/", assignment_views.assignment_list, name="assignment-list"),
    path("claims/<uuid:pk>/take/", assignment_views.claim_take, name="claim-take"),
    path("assignments/change/", reassign_views.assignment_change, name="assignment-change"),
    path("assignments/remind/", reassign_views.assignment_remind, name="assignment-remind"),
    path(
        "assignments/calendar/<str:token>.ics", calendar_views.assignment_calendar, name="assignment-calendar"
    ),
    path("settings/calendar/", calendar_views.calendar_settings, name="calendar-settings"),
    path("assignments/undo/", reassign_views.assignment_undo, name="assignment-undo"),
    path("assignments/<uuid:pk>/done/", assignment_views.assignment_done, name="assignment-done"),
    path(
        "assignments/<uuid:pk>/hand-back/", assignment_views.assignment_hand_back, name="assignment-hand-back"
    ),
]
