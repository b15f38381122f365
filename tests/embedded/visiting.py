"""A visitor of a running demo, by plain HTTP: signs in with what the demo printed, as anybody would who read it."""

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from tests.second_factor import code_now


class Visitor:
    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.page = ""

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=20) as response:
            self.page = response.read().decode()
        return self.page

    def post(self, path: str, **fields: str) -> str:
        """Post with the token of the page before; follow where it leads."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)[1]
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        with self.opener.open(self.address + path, data, timeout=20) as response:
            self.page = response.read().decode()
        return self.page

    def sign_in(self, email: str, password: str, secret: str) -> None:
        """As the row of the table says; who has no password reads her code on /demo/mail/."""
        if password == "-":
            self.get("/sign-in/code/")
            waiting = self.post("/sign-in/code/", email=email)
            code = re.search(r'class="demo-code">(\d{6})<', self.get("/demo/mail/"))[1]
            self.page = waiting
            self.post("/sign-in/code/confirm/", code=code)
        else:
            self.get("/sign-in/")
            self.post("/sign-in/", login=email, password=password)
            self.post("/sign-in/second/", code=code_now(secret))
        assert "ログアウト" in self.page, self.page
