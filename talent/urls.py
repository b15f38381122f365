from django.urls import path

from talent.views import pledge, reconfirmation, register, register_careers, search, seniors

app_name = "talent"
urlpatterns = [
    path("pledge/", pledge.pledge, name="pledge"),
    path("seniors/", search.senior_list, name="senior_list"),
    path("seniors/<uuid:senior_pk>/", seniors.senior_detail, name="senior_detail"),
    path("seniors/<uuid:senior_pk>/confirm/", seniors.senior_confirm, name="senior_confirm"),
    path("reconfirm/<str:token>/", reconfirmation.reconfirm, name="reconfirm"),
    path("registration/", register.registration, name="registration"),
    path("registration/guide/", register.registration_guide, name="registration_guide"),
    path("registration/<uuid:application_pk>/<int:step>/", register.registration_step, name="registration_step"),
    path(
        "registration/<uuid:application_pk>/careers/",
        register_careers.registration_careers,
        name="registration_careers",
    ),
    path(
        "registration/<uuid:application_pk>/careers/<int:number>/",
        register_careers.registration_career,
        name="registration_career",
    ),
    path("registration/<uuid:application_pk>/check/", register.registration_check, name="registration_check"),
    path("registration/<uuid:application_pk>/preview/", register.registration_preview, name="registration_preview"),
    path("registration/<uuid:application_pk>/done/", register.registration_done, name="registration_done"),
    path("registration/<uuid:application_pk>/discard/", register.registration_discard, name="registration_discard"),
    path("seniors/register/", register.proxy_list, name="proxy_list"),
]
