"""How a write to a timetable is refused: in words, whether a rule, another person's change or the database stands in the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected

from matching.models import Interview, Timetable
from matching.timetable import TimetableError

COLLIDED = "ほかの変更とぶつかったため、保存できませんでした。もう一度お試しください。"
SENTENCES = {
    constraint.name: str(constraint.violation_error_message)
    for model in (Interview, Timetable)
    for constraint in model._meta.constraints
}


class StaleBoard(TimetableError):
    """Somebody changed the timetable meanwhile; `changes` says what, newest last."""

    def __init__(self, changes: list[str]) -> None:
        super().__init__("ほかの人が先に時間割を変更しました。いまの時間割を見て、もう一度操作してください。")
        self.changes = changes


@contextmanager
def refusing() -> Iterator[None]:
    """One transaction; a broken constraint becomes its sentence, and so does a deadlock, which hit this one by chance."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise TimetableError(sentence_of(error)) from error
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        raise TimetableError(COLLIDED) from error


def sentence_of(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    return SENTENCES.get(name, COLLIDED)
