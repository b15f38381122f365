"""The second wall of seniors: each sees and changes herself; what belongs to a senior follows her row."""

from institutions.second_wall import USER, Rows, wall

HERSELF = f"user_id = {USER}"
# The rows of talent_senior that the reader sees, by this very wall.
OF_A_VISIBLE_SENIOR = "senior_id IN (SELECT id FROM talent_senior)"

wall("talent_senior", senior=Rows(HERSELF, HERSELF, ("UPDATE",)))
for table in ("talent_career", "talent_speciality", "talent_qualification"):
    wall(table, senior=Rows(OF_A_VISIBLE_SENIOR, OF_A_VISIBLE_SENIOR))
wall(
    "talent_consent", senior=Rows(OF_A_VISIBLE_SENIOR, OF_A_VISIBLE_SENIOR, ("INSERT",))
)  # a consent once given stays on record
