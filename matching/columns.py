"""What the columns of this app hold: sentences of a timetable name people, notes of an outcome speak of one."""

PERSONAL = {
    "matching.Timetable": "left_out cause changes",
    "matching.Result": "note",
    "matching.Answer": "reason",
    "matching.SecondInterview": "place note",
    "matching.Support": "theme note",
}
CONFIDENTIAL: dict[str, str] = {}
NEITHER = {
    "matching.Timetable": "state status objectives problem_hash",
    "matching.Result": "state",
    "matching.Answer": "side wish",
    "matching.SecondInterview": "state held_on",
    "matching.Support": "state agreed_on",
}
