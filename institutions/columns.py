"""What the columns of this app, and of the accounts' tables by others, hold: about a person, about a bank's client, or neither."""

PERSONAL = {
    "institutions.User": "email password",
    "institutions.Invitation": "email",
    "institutions.StaffMember": "name name_kana title phone",
    "sessions.Session": "session_key session_data",
    "account.EmailAddress": "email",
    "account.EmailConfirmation": "key",
    "mfa.Authenticator": "data",
    "usersessions.UserSession": "ip session_key user_agent data",
}
CONFIDENTIAL: dict[str, str] = {}
NEITHER = {
    "institutions.User": "role",
    "institutions.Invitation": "role token_hash",
    "institutions.Institution": "code name short_name name_kana type prefecture",
    "institutions.Branch": "code name name_kana",
    "mfa.Authenticator": "type",
    "auth.Permission": "name codename",
    "auth.Group": "name",
    "pghistory.Context": "metadata",
    "contenttypes.ContentType": "app_label model",
}
