"""The second wall of the lowest room: the directory, accounts and staff; and the tables of Django that hold nobody's rows."""

from institutions.second_wall import ALL, OWN_INSTITUTION, USER, Rows, leave_open, wall

DIRECTORY = "the public directory of banks and their branches"
WRITE = "SELECT, INSERT, UPDATE, DELETE"

leave_open("institutions_institution", DIRECTORY, everybody="SELECT", gate="SELECT", staff=WRITE, system=WRITE)
leave_open("institutions_branch", DIRECTORY, everybody="SELECT", gate="SELECT", staff=WRITE, system=WRITE)

OWN_ACCOUNT = Rows(f"id = {USER}")
wall(
    "institutions_user",
    bank=Rows(
        f"id = {USER} OR {OWN_INSTITUTION}"
    ),  # accounts change as the system, after the actions have asked who may
    senior=OWN_ACCOUNT,
    reception=OWN_ACCOUNT,
    gate=Rows(ALL, ALL, ("UPDATE",)),
)
HER_NAME = Rows(f"user_id = {USER}")  # the frame of a page shows who is signed in
wall("institutions_staffmember", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION), senior=HER_NAME, reception=HER_NAME)

wall("institutions_invitation", bank=Rows(OWN_INSTITUTION))

# --- Sign-in: open to the gate, before anybody is known; afterwards everybody has her own -----------------------------------
OWN = Rows(f"user_id = {USER}", f"user_id = {USER}")
for table in ("account_emailaddress", "mfa_authenticator", "usersessions_usersession"):
    wall(table, bank=OWN, senior=OWN, reception=OWN, staff=OWN, gate=Rows(ALL, ALL))
leave_open(
    "account_emailconfirmation", "links that confirm an address: nothing here sends any", system=WRITE, eraser=WRITE
)
leave_open("institutions_cache", "what sign-in counts: hashes and times, for the gate alone", gate=WRITE, system=WRITE)

# --- Django's own -------------------------------------------------------------------------------------------------------
leave_open("django_migrations", "which migrations have run", everybody="SELECT", gate="SELECT")
leave_open("django_content_type", "names of tables", everybody="SELECT", gate="SELECT")
leave_open("auth_permission", "names of permissions that nothing here asks for", system="SELECT")
leave_open("auth_group", "groups that nothing here uses", system="SELECT")
leave_open("auth_group_permissions", "groups that nothing here uses", system="SELECT")
# Before anybody is known a session is found by its key; pages act as somebody and cannot read any.
leave_open("django_session", "sign-in: for the gate alone", gate=WRITE, system=WRITE, eraser=WRITE)
leave_open("pghistory_context", "nothing uses it: each note of a change holds who and why itself")
