"""What the columns of this app hold. Everything personal of a senior goes when she is erased: see erasing.py."""

PERSONAL = {
    "talent.Senior": "family_name given_name family_kana given_kana name_key prefecture headline strengths achievements introduction"
    " languages overseas regions transport fee_wish fee_note industries topics retirement retired_on weekdays state_reason",
    "talent.SeniorContact": "birth_date email phone postal_code address",
    "talent.Career": "company_name industry size_band department position summary",
    "talent.Qualification": "name",
    "talent.Application": "sheet base typed reason",
    "talent.UnavailablePeriod": "note from_on to_on",
    "talent.RegisterImport": "samples",
    "talent.ImportRow": "values candidates faults",
    "talent.ImportLink": "key",
    "talent.SearchRow": "words qualifications kana",
    "talent.SearchWord": "word sound",
    "talent.SavedSearch": "name query",
}
CONFIDENTIAL: dict[str, str] = {}
NEITHER = {
    "talent.Senior": "number state paused_until registered_on confirmed_on reminded_on withdrawn_on",
    "talent.Speciality": "category",
    "talent.Disclosure": "level",
    "talent.Consent": "kind version text_hash",
    "talent.Application": "kind state windows consents",
    "talent.ImportSource": "name columns",
    "talent.MergedNumber": "number",
    "talent.RegisterImport": "file_name stage enters_as headings fields notes counts",
    "talent.ImportRow": "kind keys mark decision",
    "talent.Standing": "last_event_on",
    "talent.SearchRow": "number registered_on digest",
}
