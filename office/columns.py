"""What the columns of this app hold. Sentences that the application writes by itself may name people."""

PERSONAL = {
    "office.Job": "title progress_note error payload result",
    "office.OutboxMail": "recipient to_name to_phone reply_to title body calendar error",
    "office.Document": "title progress_note error file file_name",
    "office.Scan": "note file file_name",
    "office.ImportBatch": "title file_name",
    "office.ImportedRow": "before after",
    "office.BackgroundCheck": "source note",
    "office.Inquiry": "name organisation position email phone reply_when body wished_when place next_step result",
    "office.InquiryNote": "text",
}
CONFIDENTIAL: dict[str, str] = {}
NEITHER = {
    "office.Job": "kind subject_kind state holder",
    "office.Document": "kind subject_kind state holder content_hash people firms",
    "office.OutboxMail": "kind subject_kind state bounce told_on told_how",
    "office.Scan": "kind content_type sha256",
    "office.ImportBatch": "kind",
    "office.ImportedRow": "table mark",
    "office.BackgroundCheck": "result checked_on",
    "office.StaffPledge": "version accepted_on",
    "office.ReadLog": "role kind page seniors companies",
    "office.ReadAlert": "rule day",
    "office.Inquiry": "number kind source reply_by audience state next_on",
    "office.InquiryNote": "kind",
    "office.ErasureReceipt": "number kind reason lines kept mentions",
    "office.RetentionRun": "lines",
}
