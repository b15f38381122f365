"""Who wrote a version, as its reader may know it."""

from companies.models import HearingVersion


def writer_of(version: HearingVersion) -> str:
    """A bank reads of the office, not of its people: to a bank their accounts are not there."""
    if version.made_by_id is None:
        return "社長" if version.kind == "checked" else "取り込み"
    if version.made_by is None or version.made_by.is_coordinator:
        return "事務局"
    return f"{version.made_by.display_name}さん"
