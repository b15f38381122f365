from django.urls import path

from events.views import events

app_name = "events"
urlpatterns = [
    path("events/<uuid:event_pk>/companies/", events.participation_list, name="participation_list"),
    path("events/<uuid:event_pk>/seniors/", events.attendance_list, name="attendance_list"),
    path("events/<uuid:event_pk>/entries/", events.entry_list, name="entry_list"),
    path("entries/<uuid:entry_pk>/", events.entry_detail, name="entry_detail"),
]
