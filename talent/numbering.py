"""New registration numbers, M01234: one after another, also where two hand in at the same moment. A number is never
given again, but those of an import that was undone are free: nobody is left whose they were.
"""

from collections.abc import Collection

from django.db import connection
from django.db.models import IntegerField, Max
from django.db.models.expressions import Func, Value
from django.db.models.functions import Cast

from institutions.actors import acting, system
from talent.models import MergedNumber, Senior

PREFIX = "M"


def next_numbers(count: int, taken: Collection[str] = ()) -> list[str]:
    """`count` numbers that nobody has had; nobody else gets one before the caller's transaction ends. `taken`: given in the same go."""
    digits = Cast(Func("number", Value(rf"^{PREFIX}(\d{{1,9}})$"), function="substring"), IntegerField())
    with acting(system("登録番号")):  # who hands in does not see the others
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('talent.senior.number'))")
        had = [model.objects.aggregate(last=Max(digits))["last"] or 0 for model in (Senior, MergedNumber)]
    others = [number.removeprefix(PREFIX) for number in taken if number.startswith(PREFIX)]
    had += [int(one) for one in others if one.isascii() and one.isdigit() and len(one) < 10]
    return [f"{PREFIX}{max(had) + n:05}" for n in range(1, count + 1)]
