"""Who may do what: every address of the resolver x GET and POST x every actor x an own, a foreign and a missing row.

An address without a door below fails. A foreign row answers like a missing one, byte for byte.
"""

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from django.urls import reverse

from events.importing.example import example_workbook
from institutions.roles import Role
from tests import factories
from tests.conftest import client_of, prove
from tests.sides import MISSING, ask, patterns, side

__all__ = ["patterns"]
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

OFFICE = ("coordinator", "adviser")
HEADS, BRANCHES = ("head_office_a", "head_office_b"), ("branch_a", "branch_b", "sibling_a")
BANKS = (*HEADS, *BRANCHES)
SENIORS, RECEPTIONS = ("senior_a", "senior_b"), ("reception",)
SIGNED_IN = (*OFFICE, *BANKS, *SENIORS, *RECEPTIONS)
STRANGERS = ("stranger", "disabled")
ACTORS = (*STRANGERS, *SIGNED_IN)
NOT_OFFERED = 405


@dataclass(frozen=True)
class Door:
    """`let`: who is let in; the others get `refused`. `every`: for whom foreign rows are as good as own ones.

    `but`: (actor or "*", kind of row or "*", method) -> another answer. Strangers are sent to sign in unless they are let in.
    """

    get: int = NOT_OFFERED
    post: int = NOT_OFFERED
    let: tuple = SIGNED_IN
    refused: int = 403
    every: tuple = OFFICE
    but: dict = field(default_factory=dict)

    def answer(self, who: str, kind: str, method: str) -> int:
        for key in ((who, kind), (who, "*"), ("*", kind), ("*", "*")):
            if (*key, method) in self.but:
                return self.but[(*key, method)]
        offered = self.get if method == "get" else self.post
        if who in STRANGERS and who not in self.let:
            return 302
        if offered == NOT_OFFERED:
            return NOT_OFFERED
        if who not in self.let:
            return self.refused
        if kind == "missing" or (kind == "foreign" and who not in self.every):
            return 404
        return offered


def same(post: int, *actors: str, kind: str = "own") -> dict:
    return {(actor, kind, "post"): post for actor in actors}


def page(*let: str, **more) -> Door:
    return Door(get=200, let=let or SIGNED_IN, **more)


def form(*let: str, **more) -> Door:
    return Door(get=200, post=200, let=let or SIGNED_IN, **more)


def button(*let: str, **more) -> Door:
    return Door(post=302, let=let or SIGNED_IN, **more)


# A branch of the same bank sees the bank's events, but no firm of another branch.
NOT_ANOTHER_BRANCH = {("sibling_a", "own", "get"): 404}
SHE = {"every": ACTORS}  # a secret link is who holds it
PASSWORDS = (*OFFICE, *BANKS, *RECEPTIONS)  # seniors come in by code or passkey
AWAY = {("*", "*", "get"): 302, ("*", "*", "post"): 302}  # nothing under way: back to the beginning
ALREADY_IN = {(who, "*", method): 302 for who in SIGNED_IN for method in ("get", "post")}
NOT_HER_SESSION = {(who, "own", "post"): 404 for who in SIGNED_IN if who not in ("branch_a", "branch_b")}

DOORS = {
    "home": page(*ACTORS),
    # --- for everybody
    **{
        name: page(*ACTORS)
        for name in ("events:about", "events:calendar", "events:questions", "matching:figures", "office:contact")
    },
    "office:inquiry_new": form(*ACTORS, every=ACTORS),
    "office:inquiry_received": page(*ACTORS, every=ACTORS),  # the key is the sender's own
    # --- events and who meets whom
    "matching:event_list": page(*OFFICE, *BANKS),
    "matching:event_page": page(*OFFICE, *BANKS),
    "matching:outcome_list": page(*OFFICE, *BANKS),
    "matching:timetable_board": page(*OFFICE, *BANKS),
    "matching:statistics": page(*OFFICE),
    "matching:outcome_edit": form(*OFFICE),
    "matching:document_set": page(*OFFICE),
    "matching:timetable_publish": form(*OFFICE),
    **{
        f"matching:{name}": button(*OFFICE)
        for name in (
            "outcome_all_held document_set_make plan_start timetable_revise timetable_discard timetable_undo interview_move"
            " interview_lock interview_remove entry_place trace_alert_seen"
        ).split()
    },
    "matching:trace": page(*OFFICE),
    **{
        f"matching:trace_{name}": page(*OFFICE)
        for name in "senior senior_changes company company_changes entry_changes account".split()
    },
    "events:event_new": form(*OFFICE),
    **{f"events:event_{name}": form(*OFFICE) for name in "edit copy hosts places programme".split()},
    "events:event_advice": page(*OFFICE),
    "matching:event_stage": Door(get=200, post=302, let=OFFICE),  # without a wish it says so and shows the page again
    "events:milestone_list": page(*OFFICE, *BANKS),
    "events:milestone_new": form(*OFFICE),
    "events:milestone_edit": form(*OFFICE),
    "events:milestone_compute": button(*OFFICE),
    "events:milestone_done": button(*OFFICE, *HEADS),
    "events:event_import": form(*OFFICE),
    "events:event_import_template": page(*OFFICE),
    "events:event_import_example": page(*OFFICE),
    # An upload is its uploader's alone.
    "events:event_import_preview": Door(
        get=200, post=302, let=OFFICE,
        but={("adviser", kind, method): 404 for kind in ("own", "foreign") for method in ("get", "post")},
    ),
    "events:participation_list": page(*OFFICE, *BANKS),
    "events:check_list": form(*OFFICE),
    "office:papers": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | same(404, "sibling_a")),
    "office:check_add": Door(post=200, let=OFFICE),
    "office:scan_download": page(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH),
    "office:scan_remove": button(*OFFICE, *BANKS, but=same(404, "sibling_a")),
    "events:staff_list": page(*OFFICE, *HEADS),
    **{f"office:staff_{name}": form(*OFFICE, *HEADS) for name in ("new", "edit")},
    "office:staff_return": button(*OFFICE, *HEADS),
    "events:staff_move": form(*OFFICE, *HEADS),
    "events:staff_leave": Door(get=200, post=302, let=(*OFFICE, *HEADS)),  # nothing hangs on this one
    "office:staff_pledge": form(*BANKS),
    "events:avoidance_list": page(*OFFICE),
    "events:avoidance_new": form(*OFFICE),
    "events:avoidance_tie": form(*OFFICE),
    "events:avoidance_end": button(*OFFICE),
    "events:avoidance_tell": form(*BANKS, but=NOT_ANOTHER_BRANCH | same(404, "sibling_a")),
    "events:avoidance_say": form(*SENIORS),
    "events:participation_new": form(*OFFICE, *BANKS),
    "events:participation_edit": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | same(404, "sibling_a")),
    "events:participation_return": button(*OFFICE, *BANKS, but=same(404, "sibling_a")),
    "matching:participation_withdraw": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | same(404, "sibling_a")),
    "events:attendance_list": page(*OFFICE, *BANKS),
    "events:entry_list": page(*OFFICE, *BANKS),
    "events:entry_detail": page(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH),
    "events:entry_board": page(*OFFICE, *BANKS),
    "events:entry_type": form(*OFFICE),
    "events:walk_in": form(*OFFICE),
    "events:reserve_list": page(*OFFICE),
    "events:entry_promote": form(*OFFICE),
    "events:entry_decide": button(*OFFICE),
    "events:undecided_reserve": button(*OFFICE),
    "events:attendance_withdraw": form(*OFFICE),
    "events:attendance_return": button(*OFFICE),
    "events:entry_edit": form(*OFFICE),
    "events:entry_withdraw": form(*OFFICE),
    "events:entry_form_make": button(*OFFICE),
    "events:entry_blank_make": button(*OFFICE),
    "events:entry_invite": Door(get=200, post=302, let=OFFICE),
    "events:entry_call": Door(get=200, post=302, let=OFFICE),
    "events:issue_seniors": page(*OFFICE),
    "events:senior_issues": page(*OFFICE),
    "events:event_calendar": page(*OFFICE, *BANKS),
    "events:letter_list": page(*OFFICE),
    "events:letter_edit": form(*OFFICE),
    "events:letter_prepare": form(*OFFICE),
    "events:halt_letters": Door(get=200, post=302, let=OFFICE),
    "matching:result_letters": Door(get=200, post=302, let=OFFICE),
    # --- seniors
    "talent:senior_list": page(*OFFICE, *BANKS),
    "talent:senior_detail": page(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH),
    "talent:senior_confirm": button(*OFFICE, *SENIORS),
    "talent:senior_pause": form(*OFFICE, *SENIORS),
    "talent:senior_withdraw": form(*OFFICE, *SENIORS),
    "talent:senior_consent": form(*OFFICE, *SENIORS),
    "talent:senior_availability": form(*OFFICE, *SENIORS),
    **{f"talent:{name}": button(*OFFICE, *SENIORS) for name in ("senior_resume", "senior_take_back", "period_delete")},
    "talent:senior_rest": button(*OFFICE),
    "talent:my_registration": page(*SENIORS),
    "talent:application_list": page(*OFFICE),
    "talent:application_detail": page(*OFFICE),
    "talent:application_approve": Door(post=409, let=OFFICE),  # decided by nobody who has not seen what is asked
    "talent:application_return": Door(post=200, let=OFFICE),
    "talent:application_cancel": Door(get=200, post=302, let=OFFICE),
    "talent:import_new": form(*OFFICE),
    "talent:import_page": page(*OFFICE),
    "talent:import_columns": Door(get=200, post=409, let=OFFICE),
    **{f"talent:import_{name}": button(*OFFICE) for name in ("decide", "confirm", "drop")},
    "talent:import_faults": page(*OFFICE),
    "talent:senior_export": form("coordinator"),
    "talent:senior_export_file": page("coordinator"),
    "talent:duplicate_list": page(*OFFICE),
    "talent:duplicate_pair": page(*OFFICE),
    "talent:duplicate_merge": button("coordinator"),
    "talent:duplicate_apart": button(*OFFICE),
    "talent:senior_compare": page(*OFFICE),
    "talent:search_save": button(*OFFICE),
    # A saved search is its owner's alone.
    "talent:search_delete": button(*OFFICE, every=(), but=same(404, "adviser")),
    "talent:pledge": form(*SENIORS),
    # --- registration: her own, or written by the office for another
    "institutions:register": Door(get=200, post=200, let=ACTORS, but=ALREADY_IN),
    "talent:registration": Door(get=200, post=302, let=SENIORS),
    "talent:proxy_list": Door(get=200, post=302, let=OFFICE),
    "talent:senior_change": button(*OFFICE),
    "talent:senior_way_in": button(*OFFICE),
    "talent:account_address": Door(get=200, post=302, let=("coordinator",), every=("coordinator",)),
    "talent:registration_guide": page(*OFFICE, *SENIORS),
    "talent:registration_step": Door(get=200, post=409, let=(*OFFICE, *SENIORS)),  # nothing posted is not what is saved
    "talent:registration_careers": button(*OFFICE, *SENIORS),
    "talent:registration_career": Door(get=200, post=302, let=(*OFFICE, *SENIORS)),
    "talent:registration_check": form(*OFFICE, *SENIORS),
    "talent:registration_preview": page(*OFFICE, *SENIORS),
    "talent:registration_done": Door(get=302, let=(*OFFICE, *SENIORS)),  # not handed in yet
    "talent:registration_discard": button(*OFFICE, *SENIORS),
    "talent:reconfirm": Door(get=200, post=302, let=ACTORS, **SHE),
    "events:brief_board": page(*OFFICE),
    **{f"events:brief_{name}": button(*OFFICE) for name in ("publish", "approve", "paper")},
    "events:brief_list": page(*SENIORS),
    "events:brief_detail": page(*SENIORS, every=SENIORS),  # an open brief is for every senior who has pledged
    "events:brief_marks": page(*SENIORS),
    "events:brief_mark": button(*SENIORS, every=SENIORS),
    "events:entry_write": form(*SENIORS, every=SENIORS),
    "events:entry_check": Door(get=200, post=200, let=SENIORS, every=SENIORS),
    # What she has handed in is hers alone.
    "events:my_entry": page(*SENIORS),
    "events:my_entry_withdraw": Door(get=200, post=302, let=SENIORS),
    "events:entry_order": Door(get=200, post=302, let=SENIORS),
    "matching:senior_history": page(*OFFICE),
    "matching:my_history": page(*SENIORS),
    "matching:my_events": page(*SENIORS),
    "matching:my_timetable": page(*SENIORS),
    "matching:my_calendar": page(*SENIORS),
    "matching:interview_company": page(*SENIORS),
    # --- firms and presidents
    "companies:company_list": page(*OFFICE, *BANKS),
    "companies:company_detail": page(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH),
    "companies:company_new": form(*OFFICE, *BANKS),
    "companies:company_import": form(*OFFICE, *BANKS),
    "companies:company_import_template": page(*OFFICE, *BANKS),
    # An upload is its uploader's alone.
    "companies:company_import_preview": Door(
        get=200, post=302, let=(*OFFICE, *BANKS),
        but={
            (who, kind, method): 404
            for who in ("adviser", *BANKS) for kind in ("own", "foreign") for method in ("get", "post")
        },
    ),
    "office:import_list": page(*OFFICE, *BANKS),
    "office:import_undo": Door(
        get=200, post=302, let=(*OFFICE, *BANKS), but=NOT_ANOTHER_BRANCH | same(404, "sibling_a")
    ),
    "companies:company_edit": form(
        *OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | {("sibling_a", "own", "post"): 404}
    ),
    "companies:company_twins": page(*OFFICE),
    "companies:brief_edit": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | {("sibling_a", "own", "post"): 404}),
    "companies:brief_preview": page(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH),
    **{
        f"companies:brief_{name}": button(*OFFICE, *BANKS, but={("sibling_a", "own", "post"): 404})
        for name in ("accept", "step")
    },
    "companies:brief_decide": button(*OFFICE),
    "companies:president_link": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | {("sibling_a", "own", "post"): 404}),
    "companies:president_link_revoke": button(*OFFICE, *BANKS, but={("sibling_a", "own", "post"): 404}),
    "companies:hearing_detail": page(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH),
    "companies:hearing_edit": Door(
        get=200, post=302, let=(*OFFICE, *BANKS), but=NOT_ANOTHER_BRANCH | {("sibling_a", "own", "post"): 404}
    ),
    "companies:hearing_save": Door(post=200, let=(*OFFICE, *BANKS), but={("sibling_a", "own", "post"): 404}),
    "companies:hearing_check": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | {("sibling_a", "own", "post"): 404}),
    "companies:hearing_step": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | {("sibling_a", "own", "post"): 404}),
    "companies:hearing_versions": page(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH),
    "companies:hearing_president": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | {("sibling_a", "own", "post"): 404}),
    "companies:hearing_print": button(*OFFICE, *BANKS, but={("sibling_a", "own", "post"): 404}),
    "events:hearing_begin": form(*OFFICE, *BANKS, but=NOT_ANOTHER_BRANCH | {("sibling_a", "own", "post"): 404}),
    "events:hearing_board": page(*OFFICE, *BANKS),
    "events:hearing_remind": button(*OFFICE),
    "matching:president_check": Door(get=200, post=200, let=ACTORS, **SHE),
    "matching:president_page": page(*ACTORS, but={(who, "*", "post"): 405 for who in STRANGERS}, **SHE),
    # --- the reception
    "events:reception": page(*OFFICE, *RECEPTIONS),
    "events:desk_make": button(*OFFICE),
    "events:desk_close": button(*OFFICE),
    # Who is signed in is told so and stays who she is.
    "events:desk_open": Door(
        get=200, post=302, let=ACTORS, every=ACTORS,
        but={(who, kind, "post"): 200 for who in SIGNED_IN for kind in ("own", "foreign")},
    ),
    # --- the back office: the bank looks at its own, the office steers
    "office:job_page": page(*OFFICE, *HEADS, refused=404),
    **{
        f"office:{name}": button(*OFFICE, *HEADS, refused=404, but=same(403, *HEADS))
        for name in ("job_cancel", "job_retry")
    },
    "office:document_list": page(),
    "office:document_retry_failed": button(),
    "office:document_download": page(*OFFICE, *BANKS, refused=404, but=NOT_ANOTHER_BRANCH),
    "office:document_retry": button(
        *OFFICE, *BANKS, refused=404,
        but=same(403, *HEADS, "branch_a", "branch_b") | {("sibling_a", "own", "post"): 404},
    ),
    "office:components": page(*OFFICE),
    "office:outbox": page(*OFFICE),
    "office:outbox_mail": page(*OFFICE),
    **{f"office:outbox_{name}": button(*OFFICE) for name in ("send", "cancel", "again")},
    "office:outbox_send_all": Door(get=302, post=302, let=OFFICE),  # nothing chosen to send
    "office:mail_unreached": page(*OFFICE),
    "office:mail_letters": page(*OFFICE),
    **{f"office:mail_{name}": button(*OFFICE) for name in ("told", "bounced", "arrived", "by_hand", "told_undo")},
    "office:inquiry_list": page(*OFFICE),
    "office:inquiry_detail": page(*OFFICE),
    "office:inquiry_write": form(*OFFICE),
    "office:inquiry_take": button(*OFFICE),
    "office:inquiry_give_back": button(*OFFICE),
    "office:inquiry_note": Door(post=200, let=OFFICE),  # nothing was written
    "office:inquiry_close": Door(post=200, let=OFFICE),
    "office:erasure_list": page(*OFFICE),
    "office:erasure_receipt": page(*OFFICE),
    "office:erasure_new": form("coordinator"),
    "office:retention": page(*OFFICE),
    "office:retention_purpose": page(*OFFICE),
    "office:retention_run": button("coordinator"),
    # Only where the demo runs; elsewhere as if it were not there.
    "office:demo_mail": Door(get=404, let=ACTORS, but={(who, "*", "post"): 405 for who in STRANGERS}),
    # --- accounts
    "institutions:account_list": page("coordinator", *HEADS),
    "institutions:account_page": page("coordinator", *HEADS),
    "institutions:account_role": form("coordinator", *HEADS),
    **{
        f"institutions:account_{name}": button("coordinator", *HEADS) for name in ("disable", "enable", "renew")
    },
    "institutions:invitation_list": page("coordinator", *HEADS),
    "institutions:invite": form("coordinator", *HEADS),
    "institutions:invitation_resend": button("coordinator", *HEADS),
    "institutions:invitation_revoke": button("coordinator", *HEADS),
    # Whose account was disabled, his invitations are void too.
    "institutions:invitation_accept": Door(
        get=200, post=200, let=ACTORS, **SHE,
        but={("disabled", kind, method): 404 for kind in ("own", "foreign") for method in ("get", "post")},
    ),
    # --- coming in and going out: the same for everybody who is in
    "institutions:sign_in": form(*ACTORS, but=ALREADY_IN),
    "account_login": form(*ACTORS, but=ALREADY_IN),
    "account_request_login_code": form(*ACTORS, but=ALREADY_IN),
    "account_confirm_login_code": Door(but=AWAY),
    "mfa_login_webauthn": Door(but=AWAY),
    "mfa_authenticate": Door(but=AWAY),
    "institutions:sign_out": Door(post=302, let=ACTORS, but={(who, "*", "get"): 405 for who in STRANGERS}),
    "account_logout": Door(post=302, let=ACTORS, but={(who, "*", "get"): 405 for who in STRANGERS}),
    "institutions:secure": page(),
    "institutions:passkey_offer": page(),
    "institutions:session_end": button(but=NOT_HER_SESSION, every=()),
    "usersessions_list": Door(get=200, post=302),
    "mfa_index": page(),
    "account_reauthenticate": form(),
    "mfa_reauthenticate": Door(but=AWAY),
    "mfa_reauthenticate_webauthn": Door(but=AWAY),
    "account_change_password": form(*PASSWORDS),
    "account_set_password": Door(get=302, post=302, let=PASSWORDS),
    "mfa_activate_totp": form(*PASSWORDS),
    **{  # nobody here has an app or recovery codes yet
        name: Door(get=404, post=404, let=PASSWORDS) for name in ("mfa_deactivate_totp", "mfa_download_recovery_codes")
    },
    "mfa_view_recovery_codes": Door(get=404, let=PASSWORDS, but={(who, "*", "post"): 403 for who in SENIORS}),
    "mfa_generate_recovery_codes": form(*PASSWORDS),
    "mfa_list_webauthn": page(),
    "mfa_add_webauthn": form(),
    "mfa_edit_webauthn": Door(get=404, post=404),  # nobody's here; tests/e2e/test_walls.py has passkeys
    "mfa_remove_webauthn": Door(get=404, post=404),
}  # fmt: skip


def test_every_address_has_a_door():
    assert sorted(name for name, _ in patterns()) == sorted(DOORS)


@pytest.fixture(scope="module")
def workbook():
    return example_workbook()


@pytest.fixture
def sides(
    workbook, coordinator, branch_of_a, branch_of_b, senior_a, senior_b, branch_a, branch_b, head_office_a, head_office_b, reception
):  # fmt: skip
    common = {"coordinator": coordinator, "workbook": workbook}
    a = side("a", branch=branch_of_a, senior_user=senior_a, branch_user=branch_a, receptionist=reception, **common)
    b = side(
        "b", branch=branch_of_b, senior_user=senior_b, branch_user=branch_b,
        receptionist=factories.user(Role.RECEPTION), **common,
    )  # fmt: skip
    return {"a": a, "b": b}


@pytest.fixture
def client_for(request, bank_a):
    """Signed in, with a fresh proof; a disabled account was signed in before."""

    def client(who):
        if who == "stranger":
            return client_of(None)
        if who == "adviser":
            user = factories.user(Role.ADVISER)
        elif who == "sibling_a":
            user = factories.user(Role.BRANCH, institution=bank_a, branch=factories.branch(bank_a))
        else:
            user = request.getfixturevalue("coordinator" if who == "disabled" else who)
        made = prove(client_of(user), user)
        if who == "disabled":
            user.is_active = False
            user.save()
        return made

    return client


def rows_of(who: str, sides: dict) -> dict[str, dict]:
    own, other = ("b", "a") if who.endswith("_b") else ("a", "b")
    return {"own": sides[own], "foreign": sides[other], "missing": MISSING}


DECIDED_BY_THE_OFFICE = {f"talent:application_{what}" for what in ("detail", "approve", "return")}


def address_of(name: str, arguments: list[str], rows: dict, who: str) -> str:
    given = {key: rows[key] for key in arguments}
    if name == "matching:interview_company" and who in SENIORS:
        given["interview_pk"] = rows["published_interview_pk"]  # what is in a draft is nobody's yet
    if name in DECIDED_BY_THE_OFFICE:
        given["application_pk"] = rows["submitted_application_pk"]
    if name == "talent:account_address":
        given["user_pk"] = rows["senior_user_pk"]
    if name == "institutions:invitation_accept":
        given["token"] = rows["key"]
    return reverse(name, kwargs=given)


def cells(who: str, sides: dict, methods=("get", "post")):
    """(name, method, kind of row, address) of every cell of one actor."""
    for name, arguments in patterns():
        kinds = rows_of(who, sides) if arguments else {"-": sides["a"]}
        for method in methods:
            for kind, rows in kinds.items():
                yield name, method, kind, address_of(name, arguments, rows, who)


# What differs between any two answers: the token of the form, who may frame it, the address that was asked for.
CHANGING = re.compile(r'(csrfmiddlewaretoken" value="[^"]*"|hx-headers=\'[^\']*\'|[0-9a-f]{8}-[0-9a-f-]{27})')
TELLING = ("head_office_a", "branch_a", "senior_a", "reception", "stranger")  # whose answers are compared word by word


def words_of(response, address: str) -> tuple[int, str, str]:
    location = response.headers.get("Location", "").replace(address, "ADDRESS")
    body = CHANGING.sub("", b"".join(response).decode(errors="replace")).replace(address, "ADDRESS")
    return response.status_code, re.sub(r"next=.*", "", location), body


def difference(one: tuple, other: tuple) -> str:
    lines = difflib.unified_diff(str(one[2]).splitlines(), str(other[2]).splitlines(), "foreign", "missing", n=0)
    return f"{one[:2]} {other[:2]} " + " ".join(lines)[:600]


@pytest.mark.parametrize("who", ACTORS)
def test_who_gets_what_and_a_foreign_row_answers_like_a_missing_one(who, sides, client_for):
    client, wrong, seen = client_for(who), [], 0
    cookies = dict(client.cookies)
    answers: dict = defaultdict(dict)
    for name, method, kind, address in cells(who, sides):
        client.cookies.clear()
        client.cookies.update(cookies)
        response, expected = ask(client, method, address), DOORS[name].answer(who, kind, method)
        seen += 1
        if response.status_code != expected:
            wrong.append(f"{name} {method} {kind}: {response.status_code}, expected {expected}")
        if who in TELLING and kind in ("foreign", "missing") and who not in DOORS[name].every:
            answers[name, method][kind] = words_of(response, address)
    pairs = [(key, found["foreign"], found["missing"]) for key, found in answers.items() if len(found) == 2]
    wrong += [f"{key}: {difference(one, other)}" for key, one, other in pairs if one != other]
    assert not wrong, "\n".join(wrong)
    assert seen > 300 and (len(pairs) > 40 or who not in TELLING)
