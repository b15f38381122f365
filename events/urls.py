from django.urls import path

from events.views import avoiding, briefs, events, importing, participations, reception, recommendation

app_name = "events"
urlpatterns = [
    path("events/import/", importing.event_import, name="event_import"),
    path("events/import/template/", importing.event_import_template, name="event_import_template"),
    path("events/import/example/", importing.event_import_example, name="event_import_example"),
    path("events/import/<uuid:upload_pk>/", importing.event_import_preview, name="event_import_preview"),
    path("events/<uuid:event_pk>/companies/", events.participation_list, name="participation_list"),
    path("events/<uuid:event_pk>/companies/new/", participations.participation_new, name="participation_new"),
    path("participations/<uuid:participation_pk>/", participations.participation_edit, name="participation_edit"),
    path(
        "participations/<uuid:participation_pk>/return/",
        participations.participation_return,
        name="participation_return",
    ),
    path("events/<uuid:event_pk>/seniors/", events.attendance_list, name="attendance_list"),
    path("events/<uuid:event_pk>/entries/", events.entry_list, name="entry_list"),
    path("avoidances/", avoiding.avoidance_list, name="avoidance_list"),
    path("avoidances/new/", avoiding.avoidance_new, name="avoidance_new"),
    path("avoidances/<uuid:avoidance_pk>/tie/", avoiding.avoidance_tie, name="avoidance_tie"),
    path("avoidances/<uuid:avoidance_pk>/end/", avoiding.avoidance_end, name="avoidance_end"),
    path("companies/<uuid:company_pk>/avoid/", avoiding.avoidance_tell, name="avoidance_tell"),
    path("my/avoid/", avoiding.avoidance_say, name="avoidance_say"),
    path("entries/<uuid:entry_pk>/", events.entry_detail, name="entry_detail"),
    path("issues/<uuid:issue_pk>/seniors/", recommendation.issue_seniors, name="issue_seniors"),
    path("seniors/<uuid:senior_pk>/issues/", recommendation.senior_issues, name="senior_issues"),
    path("briefs/", briefs.brief_list, name="brief_list"),
    path("briefs/<uuid:brief_pk>/", briefs.brief_detail, name="brief_detail"),
    path("events/<uuid:event_pk>/reception/", reception.reception, name="reception"),
    path("events/<uuid:event_pk>/desks/", reception.desk_make, name="desk_make"),
    path("desks/<uuid:desk_pk>/close/", reception.desk_close, name="desk_close"),
    path("desks/open/<slug:key>/", reception.desk_open, name="desk_open"),
]
