from django.contrib.auth import views as auth
from django.urls import path

from institutions.forms import SignInForm

app_name = "institutions"
urlpatterns = [
    path(
        "sign-in/",
        auth.LoginView.as_view(template_name="institutions/sign_in.html", authentication_form=SignInForm),
        name="sign_in",
    ),
    path("sign-out/", auth.LogoutView.as_view(), name="sign_out"),
]
