from django.contrib.auth import views as auth
from django.urls import path

from institutions.forms import SignInForm
from institutions.rules import acts_as_nobody

app_name = "institutions"
urlpatterns = [
    path(
        "sign-in/",
        acts_as_nobody(
            auth.LoginView.as_view(template_name="institutions/sign_in.html", authentication_form=SignInForm)
        ),
        name="sign_in",
    ),
    path("sign-out/", acts_as_nobody(auth.LogoutView.as_view()), name="sign_out"),
]
