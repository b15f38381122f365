"""The second wall of the back office: work belongs to the institution that it was asked for; without one, to the office."""

from institutions.second_wall import OWN_INSTITUTION, READING, Rows, wall

for table in ("office_job", "office_document"):
    wall(table, bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION))

# Written by erasing alone, which works under a role of its own.
for table in ("office_erasurereceipt", "office_retentionrun"):
    wall(table, staff=READING, system=READING)
