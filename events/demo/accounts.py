"""The accounts that a visitor of the demo signs in with: one per role, the bank's roles for two institutions.

A password is made of words and follows from the installation's secret key and the address, so that it can be printed at
every start without being stored in the clear, and nobody can guess it for another installation.
"""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

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
        digest = salted_hmac("kouryukai demo account", self.email, algorithm="sha256").digest()
        words = [_WORDS[byte % len(_WORDS)] for byte in digest[:4]]
        return "-".join([*words, f"{int.from_bytes(digest[4:6]) % 9000 + 1000}"])


ACCOUNTS = (
    DemoAccount(Role.COORDINATOR, "coordinator@example.jp"),
    DemoAccount(Role.HEAD_OFFICE, "aoba.honbu@example.jp", "aoba"),
    DemoAccount(Role.BRANCH, "aoba.shiten@example.jp", "aoba"),
    DemoAccount(Role.HEAD_OFFICE, "shiomi.honbu@example.jp", "shiomi"),
    DemoAccount(Role.BRANCH, "shiomi.shiten@example.jp", "shiomi"),
    DemoAccount(Role.SENIOR, "senior@example.jp"),
    DemoAccount(Role.RECEPTION, "reception@example.jp"),
)
