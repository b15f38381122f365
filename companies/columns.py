"""What the columns of this app hold: a firm's people are persons, its troubles are its bank's secret."""

PERSONAL = {
    "companies.Company": "representative_title representative_name representative_kana",
    "companies.Hearing": "heard_by attendees",
}
CONFIDENTIAL = {
    "companies.Company": "name short_name name_kana name_key corporate_number industry business city address url phone email",
    "companies.Hearing": "heard_on background current_state tried_so_far",
    "companies.HearingNote": "text",
    "companies.Issue": "title body expected_support goal wanted_profile questions",
}
NEITHER = {
    "companies.Company": "prefecture",
    "companies.Hearing": "state",
    "companies.Issue": "categories",
    "companies.IssueBrief": "categories public_title public_summary trade region size_band",
    "companies.PresidentLink": "token_hash",
}
