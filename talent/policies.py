"""The second wall of seniors: each sees and changes herself; a bank sees the face of those who are disclosed to it."""

from institutions.second_wall import APPENDING, OWN_INSTITUTION, USER, Rows, wall

HERSELF = f"user_id = {USER}"
# The rows of talent_senior that the reader sees, by this very wall.
OF_A_VISIBLE_SENIOR = "senior_id IN (SELECT id FROM talent_senior)"


def disclosed(table: str, key: str = "senior_id", more: str = "") -> str:
    """To the bank that asks, by the wall of that table. Asked row by row through an index: a list is already narrowed to a few."""
    return f"EXISTS (SELECT FROM talent_disclosure AS told WHERE told.senior_id = {table}.{key} AND told.until > now(){more})"


wall("talent_disclosure", bank=Rows(OWN_INSTITUTION), senior=Rows(OF_A_VISIBLE_SENIOR))
wall("talent_senior", bank=Rows(disclosed("talent_senior", "id")), senior=Rows(HERSELF, HERSELF, ("INSERT", "UPDATE")))
wall(
    "talent_seniorcontact",
    bank=Rows(disclosed("talent_seniorcontact", more=" AND told.level = 'contact'")),
    senior=Rows(OF_A_VISIBLE_SENIOR, OF_A_VISIBLE_SENIOR, ("INSERT", "UPDATE")),
)
for table in ("talent_career", "talent_speciality", "talent_qualification"):
    wall(
        table,
        bank=Rows(disclosed(table)),
        senior=Rows(OF_A_VISIBLE_SENIOR, OF_A_VISIBLE_SENIOR),
    )
# A consent once given stays on record, also one that was revoked.
wall("talent_consent", senior=Rows(OF_A_VISIBLE_SENIOR, OF_A_VISIBLE_SENIOR, ("INSERT",)))
# What she asks to be written into the register; a first one leads to a row of her own, and never to one of another account.
wall(
    "talent_application",
    senior=Rows(f"applicant_id = {USER}", f"applicant_id = {USER}", ("INSERT", "UPDATE")),
)
wall("talent_unavailableperiod", senior=Rows(OF_A_VISIBLE_SENIOR, OF_A_VISIBLE_SENIOR))
wall("talent_standing", senior=Rows(OF_A_VISIBLE_SENIOR))
# Lists on their way into the register, and who looks like whom: the office alone.
for table in ("importsource", "registerimport", "importrow", "importlink", "notthesame", "mergednumber"):
    wall(f"talent_{table}")
# The search is the office's alone. Whoever changes a senior's rows adds to those that wait for the index, by triggers.
wall("talent_searchrow")
wall("talent_searchword")
wall("talent_searchwaiting", senior=APPENDING)
wall("talent_savedsearch", staff=Rows(f"owner_id = {USER}", f"owner_id = {USER}"))
