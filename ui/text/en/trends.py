"""Trends: the weekly review, matters, enterprises, deadlines."""

NO_REVIEW = (
    "No weekly review yet. Register letters, then run `petitions weekly --week 2026-W47` (with the week you want)."
)
WHICH_WEEK = "Week"
WEEK_SPAN = "{begins} to {ends}. Letters are counted, people are not ranked."
TREND_TABS = {
    "emerging": "Emerging",
    "timeline": "Timeline",
    "volume": "Volume",
    "enterprises": "Enterprises",
    "answered": "Answered, still coming",
    "procedure": "Deadlines & flags",
}
TOTAL_LETTERS = "Letters this week"
AGAINST = "{change:+d} on last week"
EMERGING = "Emerging"
OPEN_FLAGS = "Open red flags"
OVERDUE = "Notice overdue"
UNFINISHED = "Not closed"
BULLETIN_FILE = "bulletin-{week}"
BULLETIN_WORD = "Bulletin (Word)"
BULLETIN_PAGE = "Bulletin (web page)"
ALARM_KINDS = {"new": "new", "growth": "growing", "simmer": "never stops"}
VERDICTS = {"true": "right", "known": "known", "false": "false alarm"}
CARD_COUNTS = "**{recent}** this week, **{letters}** in all; {copies} copies, {senders} senders"
CARD_SINCE = "first seen {first}; mostly {category}"
WHY_ALARM = "Why: "
TERMS = "Terms: "
TERMS_NAME = "Terms"
OPEN_MATTER = "Open"
NO_ALARMS = "Nothing this week calls for attention."
SEALED_ALARMS = "{count} more alarms concern confidential letters only: for the handler of accusations."
JOINT = "**{firm}**: several kinds of trouble within 60 days: {names}; {senders} senders."
QUIET = "Coming in as usual"
MORE_CLUSTERS = "{count} more matters had letters this week and are not listed."
NOW = "this week"
BEFORE = "last week"
WEEK = "week"
LETTERS = "letters"
LETTERS_UNIT = "letters"
SHOWN = "shown"
WEEK_NUMBER = "week number"
MATTER = "matter"
ALARMED = "alarm"
TIMELINE_NOTE = (
    "All {count} matters with two letters or more in {weeks} weeks, the busiest of late first. A bigger dot is more "
    "letters (from 5 on with the number), a red dot in a ring a week with an alarm. Click to open."
)
TIMELINE_PARTS = "Which to draw"
TIMELINE_PART = "{first}–{last}"
UNNAMED_MATTER = "matter {id}"
BY_WEEK = "Letters of the last {weeks} weeks, this week on the right"
BY_REGION = "By region"
REGION = "Region"
SMALL_REGIONS = (
    "By the county or district a letter names; fewer than 5 are not shown, accusations not counted. A letter "
    "naming two counts for both."
)
CLOSED_STILL = "Closed, and letters still come"
CLOSED_STILL_NOTE = (
    "Some letters of the matter are closed, and later ones of the last {weeks} weeks are open. Click a row to open it."
)
CLOSED_COLUMNS = ("Matter", "Closed", "First closed", "Letters since", "Latest")
REPLIED_STILL = "Letters say it was answered, and still come"
REPLIED_STILL_NOTE = "Letters this week that speak of an earlier reply. It is what the letters say; please verify."
REPLIED_COLUMNS = ("Matter", "Speak of a reply", "In all", "This week")
NONE_STILL = "No such matters."
CATEGORY_COLUMN = "Category"
ENTERPRISE = "Enterprise"
HIDDEN_CELL = "<5"
BY_CATEGORY = "By category"
BY_CHANNEL = "By channel"
BY_ENTERPRISE = "By enterprise"
MATRIX = "Enterprise and category (letters, this week)"
NO_CHANNEL = "not given"
SMALL_HIDDEN = (
    "Cells under 5 are not shown, nor those that totals would give away; accusations are not counted by "
    "enterprise. A letter naming two counts for both."
)
OTHER_FIRMS = "{count} more enterprises with few letters are not drawn."
UNNAMED = "{count} more letters this week name no enterprise."
COUNTED = (
    "{repeats} of them repeats, {undated} without a date (counted by registration); {late} late ones of earlier "
    "weeks are not in this week's total."
)
FLAGS = "Red flags"
FLAG_KINDS = {"life_health": "Life and health", "public_safety": "Public safety"}
LEFT_OPEN = (
    "Red flags not verified for over {hours} hours: {count}. Verify them now; they stand here until two people have "
    "closed them with their reasons."
)
LEFT_OPEN_COLUMNS = ("Number", "Kind", "Hours since")
FLAG_COLUMNS = ("Kind", "Open", "Raised this week", "Closed this week", "Hours to close (median)")
TERM_COLUMNS = ("What", "Due next week", "Overdue", "By")
JUDGED = (
    "This week {judged} categories were confirmed or corrected, {changed} of them corrected; {closed} letters closed."
)
BACK = "Back"
ALARMED_WEEKS = "Weeks with an alarm"
MATTER_GONE = "This matter had no letters to show in the last year."
ALL_LETTERS = "**{count}** in {weeks} weeks"
ASKS = "Asks: "
COURSE = "Letters of the last {weeks} weeks, the week looked at on the right"
FIRST_SEEN = "First seen"
LAST_SEEN = "Latest"
PEOPLE = "People concerned"
ABOUT_PEOPLE = "{count} at most, by the letters"
REPLIED = "Say they wrote or were answered before"
COUNT_LETTERS = "{count} letters"
SPREAD = "Enterprises (first named)"
JUDGED_BY = "Judged: {verdict} ({who})"
VERDICT_WHY = "Reason (noted in the audit)"
FETCH_LETTERS = "Fetch the latest {count} (masked)"
FETCH_HELP = "Each one is noted in the audit."
MATTER_LETTERS = "Letters (masked)"
LEDGER = "Ledger ({count} lines)"
LEDGER_KINDS = {
    "born": "appeared",
    "merged": "merged",
    "split": "split off",
    "closed": "ended",
    "reopened": "letters again",
    "corrected": "moved by hand",
}


def week_name(week: str) -> str:
    """Name an ISO week.

    >>> week_name("2026-W47")
    'week 47 of 2026'
    """
    year, _, number = week.partition("-W")
    return f"week {int(number)} of {year}"
