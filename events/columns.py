"""What the columns of this app hold: an event is public, what a senior writes to a firm is hers."""

PERSONAL = {
    "events.Avoidance": "note told_by",
    "events.Entry": "proposal_text selection_reason withdrawn_reason typed_reason",
    "events.EntryDraft": "proposal_text",
    "events.EventHost": "contact_name phone reply_email",  # of the office; printed in every letter, so open to its readers
    "events.LetterTemplate": "title body",
    "events.ReceptionName": "name kana name_key",
}
CONFIDENTIAL = {
    "events.Event": "remarks",
    "events.Booth": "meeting_url",
    "events.Participation": "withdrawn_reason",
}
NEITHER = {
    "events.Event": "name stage halt halt_reason starts_on ends_on date_precision venue",
    "events.EventHost": "role",
    "events.LetterTemplate": "kind",
    "events.EventDay": "date",
    "events.Booth": "mode place",
    "events.Venue": "name postal_code address access",
    "events.Milestone": "kind title owner due_on",
    "events.Participation": "state",
    "events.Attendance": "state",
    "events.Avoidance": "kind",
    "events.Entry": "state channel public_title",
    "events.EntryDraft": "public_title window",
    "events.Tally": "figure",
    "events.ReceptionDesk": "date token_hash",
    "events.ReceptionName": "date kind",
}
