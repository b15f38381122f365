"""The second wall of the back office: work belongs to the institution that it was asked for; without one, to the office."""

from institutions.second_wall import ALL, OWN_INSTITUTION, READING, USER, Rows, wall

for table in ("office_job", "office_document"):
    wall(table, bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION))

# Logs are added to. Each adds in its own name, the office and the system read; what is too old goes by erasure.
AS_ONESELF = Rows("", f"user_id IS NOT DISTINCT FROM {USER}", ("INSERT",))
wall(
    "office_readlog",
    bank=AS_ONESELF,
    senior=AS_ONESELF,
    reception=AS_ONESELF,
    president=AS_ONESELF,
    staff=Rows(ALL, AS_ONESELF.write, ("INSERT",)),
    system=Rows(ALL, ALL, ("INSERT",)),
)
wall("office_readalert", staff=Rows(ALL, ALL, ("UPDATE",)), system=Rows(ALL, ALL, ("INSERT", "UPDATE")))
wall("office_outboxmail")  # a notice may name people of several institutions
wall("office_scan", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION))
# A bank adds what it imports itself; undoing looks further than a bank sees, and is the system's once the right was checked.
for table in ("office_importbatch", "office_importedrow"):
    wall(table, bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION, ("INSERT",)))
wall("office_backgroundcheck")  # what was looked up about a firm or a person is nobody else's
wall("office_staffpledge", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION, ("INSERT",)))
for table in ("office_inquiry", "office_inquirynote"):
    wall(table)  # what a stranger sends is written by the system; nobody but the office reads it
# Written by erasing alone, which works under a role of its own.
for table in ("office_erasurereceipt", "office_retentionrun"):
    wall(table, staff=READING, system=READING)
