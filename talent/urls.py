from django.urls import path

from talent.views import pledge, reconfirmation, search, seniors

app_name = "talent"
urlpatterns = [
    path("pledge/", pledge.pledge, name="pledge"),
    path("seniors/", search.senior_list, name="senior_list"),
    path("seniors/compare/", search.senior_compare, name="senior_compare"),
    path("seniors/searches/", search.search_save, name="search_save"),
    path("seniors/searches/<uuid:search_pk>/delete/", search.search_delete, name="search_delete"),
    path("seniors/<uuid:senior_pk>/", seniors.senior_detail, name="senior_detail"),
    path("seniors/<uuid:senior_pk>/confirm/", seniors.senior_confirm, name="senior_confirm"),
    path("reconfirm/<str:token>/", reconfirmation.reconfirm, name="reconfirm"),
]
