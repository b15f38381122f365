from django.urls import path

from matching.views import board, documents, events, outcomes, president, seniors, statistics, timetable

app_name = "matching"
urlpatterns = [
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("events/", events.event_list, name="event_list"),
    path("events/<uuid:event_pk>/", events.event_page, name="event_page"),
    path("events/<uuid:event_pk>/outcomes/", outcomes.outcome_list, name="outcome_list"),
    path("events/<uuid:event_pk>/outcomes/all-held/", outcomes.outcome_all_held, name="outcome_all_held"),
    path("entries/<uuid:entry_pk>/outcome/", outcomes.outcome_edit, name="outcome_edit"),
    path("events/<uuid:event_pk>/documents/", documents.document_set, name="document_set"),
    path("events/<uuid:event_pk>/documents/<slug:set_name>/", documents.document_set_make, name="document_set_make"),
    path("events/<uuid:event_pk>/timetable/", board.timetable_board, name="timetable_board"),
    path("events/<uuid:event_pk>/timetable/plan/", timetable.plan_start, name="plan_start"),
    path("events/<uuid:event_pk>/timetable/revise/", timetable.timetable_revise, name="timetable_revise"),
    path("timetables/<uuid:timetable_pk>/publish/", timetable.timetable_publish, name="timetable_publish"),
    path("timetables/<uuid:timetable_pk>/discard/", timetable.timetable_discard, name="timetable_discard"),
    path("timetables/<uuid:timetable_pk>/undo/", board.timetable_undo, name="timetable_undo"),
    path("interviews/<uuid:interview_pk>/move/", board.interview_move, name="interview_move"),
    path("interviews/<uuid:interview_pk>/lock/", board.interview_lock, name="interview_lock"),
    path("interviews/<uuid:interview_pk>/remove/", board.interview_remove, name="interview_remove"),
    path("interviews/<uuid:interview_pk>/company/", seniors.interview_company, name="interview_company"),
    path("my/events/", seniors.my_events, name="my_events"),
    path("my/events/<uuid:event_pk>/timetable/", seniors.my_timetable, name="my_timetable"),
    path("president/<slug:token>/", president.president_page, name="president_page"),
    path("entries/<uuid:entry_pk>/place/", board.entry_place, name="entry_place"),
]
