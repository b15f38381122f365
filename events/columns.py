"""What the columns of this app hold: an event is public, what a senior writes to a firm is hers."""

PERSONAL = {
    "events.Entry": "proposal_text selection_reason",
    "events.ReceptionName": "name kana name_key",
}
CONFIDENTIAL = {
    "events.Event": "remarks",
    "events.Booth": "meeting_url",
}
NEITHER = {
    "events.Event": "name stage starts_on ends_on date_precision venue",
    "events.EventHost": "role",
    "events.EventDay": "date",
    "events.Booth": "mode place",
    "events.Participation": "state",
    "events.Attendance": "state",
    "events.Entry": "state public_title",
    "events.Tally": "figure",
    "events.ReceptionDesk": "date token_hash",
    "events.ReceptionName": "date kind",
}
