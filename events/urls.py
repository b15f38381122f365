from django.urls import path

from events.views import briefs, events, importing, milestones, places, planning, public, reception, recommendation
from events.views import briefs, events, hearings, importing, reception, recommendation

app_name = "events"
urlpatterns = [
    path("about/", public.about, name="about"),
    path("questions/", public.questions, name="questions"),
    path("calendar/", public.calendar, name="calendar"),
    path("events/import/", importing.event_import, name="event_import"),
    path("events/import/template/", importing.event_import_template, name="event_import_template"),
    path("events/import/example/", importing.event_import_example, name="event_import_example"),
    path("events/import/<uuid:upload_pk>/", importing.event_import_preview, name="event_import_preview"),
    path("events/new/", planning.event_new, name="event_new"),
    path("events/<uuid:event_pk>/edit/", planning.event_edit, name="event_edit"),
    path("events/<uuid:event_pk>/copy/", planning.event_copy, name="event_copy"),
    path("events/<uuid:event_pk>/advice/", planning.event_advice, name="event_advice"),
    path("events/<uuid:event_pk>/hosts/", places.event_hosts, name="event_hosts"),
    path("events/<uuid:event_pk>/places/", places.event_places, name="event_places"),
    path("events/<uuid:event_pk>/programme/", places.event_programme, name="event_programme"),
    path("events/<uuid:event_pk>/milestones/", milestones.milestone_list, name="milestone_list"),
    path("events/<uuid:event_pk>/milestones/new/", milestones.milestone_new, name="milestone_new"),
    path("events/<uuid:event_pk>/milestones/compute/", milestones.milestone_compute, name="milestone_compute"),
    path("milestones/<uuid:milestone_pk>/", milestones.milestone_edit, name="milestone_edit"),
    path("milestones/<uuid:milestone_pk>/done/", milestones.milestone_done, name="milestone_done"),
    path("events/<uuid:event_pk>/companies/", events.participation_list, name="participation_list"),
    path("events/<uuid:event_pk>/seniors/", events.attendance_list, name="attendance_list"),
    path("events/<uuid:event_pk>/entries/", events.entry_list, name="entry_list"),
    path("entries/<uuid:entry_pk>/", events.entry_detail, name="entry_detail"),
    path("issues/<uuid:issue_pk>/seniors/", recommendation.issue_seniors, name="issue_seniors"),
    path("seniors/<uuid:senior_pk>/issues/", recommendation.senior_issues, name="senior_issues"),
    path("briefs/", briefs.brief_list, name="brief_list"),
    path("briefs/<uuid:brief_pk>/", briefs.brief_detail, name="brief_detail"),
    path("companies/<uuid:company_pk>/hearings/new/", hearings.hearing_begin, name="hearing_begin"),
    path("events/<uuid:event_pk>/hearings/", hearings.hearing_board, name="hearing_board"),
    path("events/<uuid:event_pk>/hearings/remind/", hearings.hearing_remind, name="hearing_remind"),
    path("events/<uuid:event_pk>/reception/", reception.reception, name="reception"),
    path("events/<uuid:event_pk>/desks/", reception.desk_make, name="desk_make"),
    path("desks/<uuid:desk_pk>/close/", reception.desk_close, name="desk_close"),
    path("desks/open/<slug:key>/", reception.desk_open, name="desk_open"),
]
