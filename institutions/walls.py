"""The first wall: which rows an account sees, said once, by the paths that lead from a row to whom it belongs."""

from typing import Self

from django.db import models

from institutions.roles import Role


class WalledQuerySet(models.QuerySet):
    """Coordinators see all rows. Other roles see what their path leads to; a path that is None closes the rows to that role."""

    institution_path: str | None = "institution_id"
    branch_path: str | None = None
    senior_path: str | None = None

    def visible_to(self, user) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_coordinator:
            return self
        rows = self.open_to_others()
        if user.role == Role.HEAD_OFFICE and self.institution_path:
            return rows.filter(**{self.institution_path: user.institution_id})
        if user.role == Role.BRANCH and self.institution_path and self.branch_path:
            return rows.filter(**{self.institution_path: user.institution_id, self.branch_path: user.branch_id})
        if user.role == Role.SENIOR and self.senior_path:
            return rows.filter(**{self.senior_path: user.pk})
        return self.none()

    def editable_by(self, user) -> Self:
        """Rows that only the office changes; a model that others may change says so itself."""
        return self if user.is_authenticated and user.is_coordinator else self.none()

    def open_to_others(self) -> Self:
        """What there is for anybody but coordinators, before asking whose it is."""
        return self
