from django.apps import AppConfig
from django.db.backends.signals import connection_created


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = "機関と利用者"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from institutions import production, sessions  # noqa: F401 - production registers a check

        connection_created.connect(_guard, dispatch_uid="second wall")
        user_logged_in.connect(sessions.begin, dispatch_uid="session began")


def _guard(connection, **_) -> None:
    """Web, workers and commands alike: none works as a database role for which the wall would not stand."""
    from institutions.second_wall import refuse_bypass

    refuse_bypass(connection)
