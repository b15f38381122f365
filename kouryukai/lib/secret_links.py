"""Links that let somebody in without an account: a token that is shown once, its hash that is kept, and its QR code."""

import secrets
from hashlib import sha256

import segno

TOKEN_BYTES = 24  # 192 bits: nobody guesses one, so guesses need no counting
QR_MASK = 4  # fixed: trying all eight takes four times as long, and every phone reads any of them


def new_token() -> tuple[str, str]:
    """A token for an address (letters, digits, - and _) and the hash to keep of it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """64 hexadecimal digits. A plain hash is enough where the secret is random and long."""
    return sha256(token.encode()).hexdigest()


def qr_code(address: str) -> str:
    """The code as a data address for <img>."""
    code = segno.make(address, error="m", mask=QR_MASK, micro=False, boost_error=False)
    return code.png_data_uri(scale=4, border=0)
