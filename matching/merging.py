"""What timetables hang on a senior who turns out to be registered twice."""

from matching.models import Interview
from talent.merging import Merge, merges


@merges
def interviews(merge: Merge) -> None:
    Interview.objects.filter(senior=merge.gone).update(senior=merge.keep)
