from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = "機関と利用者"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from institutions import production, sessions  # noqa: F401 - production registers a check

        user_logged_in.connect(sessions.begin, dispatch_uid="session began")
