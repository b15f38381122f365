"""Who may do what with work in the background."""

from institutions.models import User
from office.models import Work


def can_steer(user: User, work: Work) -> bool:
    """Call off or try again: the coordinators, and who asked for it."""
    return user.is_coordinator or (user.is_active and work.requested_by_id == user.pk)
