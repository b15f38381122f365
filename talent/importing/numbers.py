"""New registration numbers: the highest of the usual form, counted on."""

from collections.abc import Collection

from django.db.models import IntegerField, Max
from django.db.models.expressions import Func, Value
from django.db.models.functions import Cast

from talent.models import Senior

PREFIX = "M"


def next_numbers(count: int, taken: Collection[str] = ()) -> list[str]:
    """`count` numbers that nobody has had; the caller holds the lock under which numbers are given. `taken`: given in the same go."""
    digits = Cast(Func("number", Value(rf"^{PREFIX}(\d{{1,9}})$"), function="substring"), IntegerField())
    last = Senior.objects.aggregate(last=Max(digits))["last"] or 0
    others = [number.removeprefix(PREFIX) for number in taken if number.startswith(PREFIX)]
    last = max(
        [last, *(int(digits) for digits in others if digits.isascii() and digits.isdigit() and len(digits) < 10)]
    )
    return [f"{PREFIX}{last + n:05}" for n in range(1, count + 1)]
