"""The second wall of the back office: work belongs to the institution that it was asked for; without one, to the office."""

from institutions.second_wall import OWN_INSTITUTION, Rows, wall

for table in ("office_job", "office_document"):
    wall(table, bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION))
