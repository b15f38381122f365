from django.urls import path

from matching.views import events, outcomes

app_name = "matching"
urlpatterns = [
    path("events/", events.event_list, name="event_list"),
    path("events/<uuid:event_pk>/", events.event_page, name="event_page"),
    path("events/<uuid:event_pk>/outcomes/", outcomes.outcome_list, name="outcome_list"),
    path("events/<uuid:event_pk>/outcomes/all-held/", outcomes.outcome_all_held, name="outcome_all_held"),
    path("entries/<uuid:entry_pk>/outcome/", outcomes.outcome_edit, name="outcome_edit"),
]
