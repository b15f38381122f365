from django.urls import path

from talent.views import applications, life, mine, pledge, reconfirmation, search, seniors

app_name = "talent"
urlpatterns = [
    path("pledge/", pledge.pledge, name="pledge"),
    path("seniors/", search.senior_list, name="senior_list"),
    path("seniors/<uuid:senior_pk>/", seniors.senior_detail, name="senior_detail"),
    path("seniors/<uuid:senior_pk>/confirm/", seniors.senior_confirm, name="senior_confirm"),
    path("seniors/<uuid:senior_pk>/pause/", life.senior_pause, name="senior_pause"),
    path("seniors/<uuid:senior_pk>/resume/", life.senior_resume, name="senior_resume"),
    path("seniors/<uuid:senior_pk>/withdraw/", life.senior_withdraw, name="senior_withdraw"),
    path("seniors/<uuid:senior_pk>/take-back/", life.senior_take_back, name="senior_take_back"),
    path("seniors/<uuid:senior_pk>/rest/", life.senior_rest, name="senior_rest"),
    path("seniors/<uuid:senior_pk>/availability/", life.senior_availability, name="senior_availability"),
    path("unavailable-periods/<uuid:period_pk>/delete/", life.period_delete, name="period_delete"),
    path("my-registration/", mine.my_registration, name="my_registration"),
    path("applications/", applications.application_list, name="application_list"),
    path("applications/<uuid:application_pk>/", applications.application_detail, name="application_detail"),
    path("applications/<uuid:application_pk>/approve/", applications.application_approve, name="application_approve"),
    path("applications/<uuid:application_pk>/return/", applications.application_return, name="application_return"),
    path("reconfirm/<str:token>/", reconfirmation.reconfirm, name="reconfirm"),
]
