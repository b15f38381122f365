"""Who: accounts with one role each, financial institutions and other organisations, their branches and their staff."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from institutions.actors import current_actor
from institutions.history import tracked
from institutions.roles import BANK_ROLES, Role


class InstitutionType(models.TextChoices):
    SHINKIN = "shinkin", "信用金庫"
    SHINKUMI = "shinkumi", "信用組合"
    REGIONAL = "regional", "地方銀行"
    REGIONAL_SECOND = "regional_second", "第二地方銀行"
    ASSOCIATION = "association", "協会・連合会"
    MUNICIPALITY = "municipality", "地方自治体"
    GOVERNMENT = "government", "官庁"
    FOUNDATION = "foundation", "財団(事務局)"


BANK_TYPES = (
    InstitutionType.SHINKIN,
    InstitutionType.SHINKUMI,
    InstitutionType.REGIONAL,
    InstitutionType.REGIONAL_SECOND,
)


class InstitutionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "InstitutionQuerySet":
        """The directory of institutions is public knowledge: every signed-in person may read it."""
        return self if user.is_authenticated else self.none()

    def banks(self) -> "InstitutionQuerySet":
        return self.filter(type__in=BANK_TYPES)


class Institution(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("金融機関コード", max_length=4, null=True, blank=True)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("略称", max_length=20)
    name_kana = models.CharField("フリガナ", max_length=160, blank=True)
    type = models.CharField("種類", max_length=20, choices=InstitutionType)
    prefecture = models.CharField("都道府県", max_length=4, blank=True)
    is_demo = models.BooleanField("見本", default=False)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "機関"
        ordering = ["name_kana", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="institution_code_unique",
                violation_error_message="この金融機関コードは登録済みです。",
            ),
            models.UniqueConstraint(
                fields=["name", "type"],
                condition=Q(code=None),
                name="institution_name_unique_without_code",
                violation_error_message="同じ名称の機関が登録済みです。",
            ),
            models.CheckConstraint(
                condition=Q(code=None) | Q(code__regex=r"^[0-9]{4}$"),
                name="institution_code_four_digits",
                violation_error_message="金融機関コードは4桁の数字です。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="機関", related_name="branches")
    code = models.CharField("店番", max_length=3, blank=True)
    name = models.CharField("支店名", max_length=80)
    name_kana = models.CharField("フリガナ", max_length=160, blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支店"
        ordering = ["institution", "code", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "code", "name"],
                name="branch_unique",
                violation_error_message="この支店は登録済みです。",
            ),
            # What composite keys of other tables refer to: a row stays inside its institution.
            models.UniqueConstraint(fields=["institution", "id"], name="branch_in_institution"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.strip().lower())


@tracked(leave_out=("password", "last_login"))
class User(AbstractBaseUser):
    """An account: how a person signs in and as what. Facts about the person stand in StaffMember or Senior."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("メールアドレス", max_length=254)
    role = models.CharField("役割", max_length=20, choices=Role)
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name="機関", null=True, blank=True, related_name="+"
    )
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="支店", null=True, blank=True, related_name="+")
    is_active = models.BooleanField("有効", default=True)
    is_demo = models.BooleanField("見本", default=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = verbose_name_plural = "利用者"
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], name="user_email_unique", violation_error_message="このメールアドレスは登録済みです。"
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="メールアドレスは小文字で入れてください。",
            ),
            models.CheckConstraint(
                condition=(
                    Q(role=Role.BRANCH, institution__isnull=False, branch__isnull=False)
                    | Q(role=Role.HEAD_OFFICE, institution__isnull=False, branch__isnull=True)
                    | (~Q(role__in=BANK_ROLES) & Q(institution__isnull=True, branch__isnull=True))
                ),
                name="user_role_has_its_place",
                violation_error_message="本部の利用者には機関を、支店の利用者には機関と支店を、ほかの役割にはどちらも指定しません。",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_coordinator(self) -> bool:
        return self.is_active and self.role == Role.COORDINATOR

    @property
    def is_bank(self) -> bool:
        return self.is_active and self.role in BANK_ROLES

    @property
    def display_name(self) -> str:
        """The name on screen: the staff member's, else the address before the @, also where nobody acts and no person can be read."""
        member = getattr(self, "staff_member", None) if current_actor() else None
        return member.name if member else self.email.split("@")[0]


class StaffMemberQuerySet(models.QuerySet):
    def visible_to(self, user) -> "StaffMemberQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_coordinator:
            return self
        if user.is_bank:
            return self.filter(institution_id=user.institution_id)
        return self.none()


@tracked()
class StaffMember(models.Model):
    """A person who works for an institution: the officer at the table, a branch manager, a coordinator. An account is optional."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="機関", related_name="staff")
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="支店", null=True, blank=True, related_name="staff", db_constraint=False
    )
    name = models.CharField("氏名", max_length=60)
    name_kana = models.CharField("フリガナ", max_length=120, blank=True)
    title = models.CharField("役職", max_length=60, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    user = models.OneToOneField(
        User, models.SET_NULL, verbose_name="利用者", null=True, blank=True, related_name="staff_member"
    )
    is_active = models.BooleanField("在籍", default=True)

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職員"
        ordering = ["name_kana", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["institution", "id"], name="staff_in_institution")]

    def __str__(self) -> str:
        return self.name
