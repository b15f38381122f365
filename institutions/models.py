"""Who: accounts with one role each, financial institutions and other organisations, their branches and their staff."""

import datetime as dt
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from institutions.actors import current_actor
from institutions.history import tracked
from institutions.roles import BANK_ROLES, OFFICE_ROLES, Ability, Role


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

    @property
    def brings_firms(self) -> bool:
        """Associations and municipalities host events, but have no clients of their own."""
        return self.type in BANK_TYPES


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


ROLE_HAS_ITS_PLACE = (
    Q(role=Role.BRANCH, institution__isnull=False, branch__isnull=False)
    | Q(role=Role.HEAD_OFFICE, institution__isnull=False, branch__isnull=True)
    | (~Q(role__in=BANK_ROLES) & Q(institution__isnull=True, branch__isnull=True))
)
PLACES = "本部の利用者には機関を、支店の利用者には機関と支店を、ほかの役割にはどちらも指定しません。"


class UserQuerySet(models.QuerySet):
    def visible_to(self, user) -> "UserQuerySet":
        """The office sees all accounts, a head office those of its institution, everybody herself."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_coordinator:
            return self
        if user.can(Ability.ACCOUNTS_OF_INSTITUTION):
            return self.filter(institution_id=user.institution_id)
        return self.filter(pk=user.pk)

    def editable_by(self, user) -> "UserQuerySet":
        """Accounts of others that this person may change: nobody changes her own role or locks herself out."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        others = self.exclude(pk=user.pk)
        if user.can(Ability.ACCOUNTS):
            return others
        if user.can(Ability.ACCOUNTS_OF_INSTITUTION):
            return others.filter(institution_id=user.institution_id, role__in=BANK_ROLES)
        return self.none()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.strip().lower())


@tracked(leave_out=("password", "last_login", "passkey_offered_at"))
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
    passkey_offered_at = models.DateTimeField("パスキーを案内した日時", null=True, blank=True, editable=False)

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
                condition=ROLE_HAS_ITS_PLACE,
                name="user_role_has_its_place",
                violation_error_message=PLACES,
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def can(self, ability: Ability) -> bool:
        return self.is_active and ability in Role(self.role).abilities

    @property
    def is_coordinator(self) -> bool:
        """Whether the account belongs to the office: coordinators and advisers. What advisers must not do asks `can`."""
        return self.is_active and self.role in OFFICE_ROLES

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

    def editable_by(self, user) -> "StaffMemberQuerySet":
        """The office looks after everybody's staff, a head office after its own; nobody after who was erased."""
        rows = self.visible_to(user).filter(erased_at=None)
        if user.is_authenticated and (user.is_coordinator or user.can(Ability.ACCOUNTS_OF_INSTITUTION)):
            return rows
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
    erased_at = models.DateTimeField("消去日時", null=True, blank=True, editable=False)

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職員"
        ordering = ["name_kana", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="staff_in_institution"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(is_active=False),
                name="staff_erased_has_left",
                violation_error_message="消去した職員は、在籍にできません。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "InvitationQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.can(Ability.ACCOUNTS):
            return self
        if user.can(Ability.ACCOUNTS_OF_INSTITUTION):
            return self.filter(institution_id=user.institution_id, role__in=BANK_ROLES)
        return self.none()

    def editable_by(self, user) -> "InvitationQuerySet":
        return self.visible_to(user).waiting()

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor called back; the link may have run out and can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)


@tracked(leave_out=("token_hash",))
class Invitation(models.Model):
    """The way in for one address: who may come in as what. The link's secret is kept as a hash and works once."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("メールアドレス", max_length=254)
    role = models.CharField("役割", max_length=20, choices=Role)
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name="機関", null=True, blank=True, related_name="+"
    )
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="支店", null=True, blank=True, related_name="+")
    account = models.ForeignKey(
        User, models.CASCADE, verbose_name="利用者", null=True, blank=True, related_name="invitations"
    )
    token_hash = models.CharField("合言葉の印", max_length=64, editable=False)
    invited_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="招待した人", null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("作成日時")
    sent_at = models.DateTimeField("送信日時")
    expires_at = models.DateTimeField("期限")
    accepted_at = models.DateTimeField("登録日時", null=True, blank=True)
    revoked_at = models.DateTimeField("取り消し日時", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "招待"
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"],
                name="invitation_token_unique",
                violation_error_message="もう一度お試しください。",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_waiting_invitation_per_address",
                violation_error_message="このメールアドレスには、もう招待を送っています。",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="invitation_email_lower_case",
                violation_error_message="メールアドレスは小文字で入れてください。",
            ),
            models.CheckConstraint(
                condition=ROLE_HAS_ITS_PLACE, name="invitation_role_has_its_place", violation_error_message=PLACES
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None, account__isnull=False),
                name="invitation_accepted_by_somebody",
                violation_error_message="登録された招待には利用者が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None

    def is_over(self, now: dt.datetime) -> bool:
        return self.is_waiting and self.expires_at <= now
