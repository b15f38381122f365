"""What the columns of this app hold: a firm's people are persons, its troubles are its bank's secret."""

PERSONAL = {
    "companies.Company": "representative_title representative_name representative_kana",
    "companies.Hearing": "heard_by attendees visited_by",
}
CONFIDENTIAL = {
    "companies.Company": "name short_name name_kana name_key corporate_number industry business postal_code city address url phone email",
    "companies.Hearing": "heard_on background current_state tried_so_far organisation answers state_reason president_remark visited_on",
    "companies.HearingVersion": "sheet reason",
    "companies.BriefReview": "accepted known_words returned_reason",
    "companies.HearingNote": "text",
    "companies.Issue": "title body expected_support goal wanted_profile questions frequency budget deadline",
}
NEITHER = {
    "companies.Company": "prefecture trade_code",
    "companies.Hearing": "state president_checked_how",
    "companies.HearingVersion": "kind",
    "companies.Issue": "categories",
    "companies.IssueBrief": "state categories public_title public_summary trade region size_band",
    "companies.PresidentLink": "token_hash",
}
