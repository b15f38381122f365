"""The accounts that a visitor of the demo signs in with: one per role, the bank's roles for two institutions.

Password and app secret follow from the installation's secret key and the address, so that they can be printed at every start
without being stored in the clear, and nobody can guess them for another installation. A senior has neither: her code is
on /demo/mail/.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from institutions.models import User
from institutions.roles import Role

_WORDS = (
    "hana yuki kawa mori sora tsuki hoshi umi yama kaze matsu take sakura momiji kiku tsuru kame usagi tanuki kitsune "
    "fune hashi mado kagi tokei hako fude kami ito nuno kasa ocha mikan ringo nashi kaki momo ume kuri mame kome mizu "
    "asa hiru yoru haru natsu aki fuyu ame kumo niji nami suna ishi tetsu gin kin aka ao shiro kuro midori murasaki"
).split()


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`bank` is an institution's key in the world, for the bank's roles."""

    role: Role
    email: str
    bank: str = ""

    @property
    def password(self) -> str:
        """ "" for a senior."""
        if self.role == Role.SENIOR:
            return ""
        digest = salted_hmac("kouryukai demo account", self.email, algorithm="sha256").digest()
        words = [_WORDS[byte % len(_WORDS)] for byte in digest[:4]]
        return "-".join([*words, f"{int.from_bytes(digest[4:6]) % 9000 + 1000}"])

    @property
    def totp_secret(self) -> str:
        """Base32, as an authenticator app takes it; "" for a senior."""
        if self.role == Role.SENIOR:
            return ""
        return base64.b32encode(
            salted_hmac("kouryukai demo app", self.email, algorithm="sha256").digest()[:20]
        ).decode()


ACCOUNTS = (
    DemoAccount(Role.COORDINATOR, "coordinator@example.jp"),
    DemoAccount(Role.HEAD_OFFICE, "aoba.honbu@example.jp", "aoba"),
    DemoAccount(Role.BRANCH, "aoba.shiten@example.jp", "aoba"),
    DemoAccount(Role.HEAD_OFFICE, "shiomi.honbu@example.jp", "shiomi"),
    DemoAccount(Role.BRANCH, "shiomi.shiten@example.jp", "shiomi"),
    DemoAccount(Role.SENIOR, "senior@example.jp"),
    DemoAccount(Role.RECEPTION, "reception@example.jp"),
)


def give_ways_in(users: Iterable[User]) -> None:
    """Address, password and app of each demo account, as its secrets say now. Doing it twice changes nothing more."""
    of = {account.email: account for account in ACCOUNTS}
    users = [user for user in users if user.email in of]
    for user in users:
        user.password = make_password(of[user.email].password or None)
    User.objects.bulk_update(users, ["password"])
    EmailAddress.objects.filter(user__in=users).delete()
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Authenticator.objects.filter(user__in=users, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(of[user.email].totp_secret)})
        for user in users
        if of[user.email].totp_secret
    )


def still_hold(users: Iterable[User]) -> bool:
    """Whether the accounts still have the passwords and apps of this secret key."""
    coordinator = next(user for user in users if user.email == ACCOUNTS[0].email)
    app = Authenticator.objects.filter(user=coordinator, type=Authenticator.Type.TOTP).first()
    return (
        coordinator.check_password(ACCOUNTS[0].password)
        and app is not None
        and decrypt(app.data["secret"]) == ACCOUNTS[0].totp_secret
    )
