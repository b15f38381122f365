"""What the columns of this app hold. Sentences that the application writes by itself may name people."""

PERSONAL = {
    "office.Job": "title progress_note error payload result",
    "office.Document": "title progress_note error file file_name",
}
CONFIDENTIAL: dict[str, str] = {}
NEITHER = {
    "office.Job": "kind subject_kind state holder",
    "office.Document": "kind subject_kind state holder content_hash",
    "office.ErasureReceipt": "number kind reason lines kept mentions",
    "office.RetentionRun": "lines",
}
