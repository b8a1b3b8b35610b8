"""What stands around every page, who signs in, roles and the audit."""

PRODUCT = "Petition letters"
LOGO = "ui/logo.en.svg"
UPLOAD_BUTTON = "Choose files"
UPLOAD_LIMIT = "or drop them (200 MB)"

INTAKE = "Intake"
BATCH = "Batch"
TRENDS = "Trends"
EXPLORE = "Search"
REVIEW_PAGE = "Review"
MODEL_PAGE = "Model & definitions"
AUDIT = "Audit & people"
PAGES = {
    "intake": INTAKE,
    "batch": BATCH,
    "trends": TRENDS,
    "explore": EXPLORE,
    "review": REVIEW_PAGE,
    "model": MODEL_PAGE,
    "audit": AUDIT,
}

PROBLEM = "{problem}. {remedy}."
NO_MODEL = "The model cannot be used: {problem}. {remedy}."
NO_STORE = "The store cannot be opened: {problem}. {remedy}."

WHO = "Who is working"
WHO_HELP = "Registering, looking and correcting are noted with this name."
HANDLER = "Handler of accusations"
HANDLER_HELP = "Tick to see and correct confidential letters; every time is noted in the audit."
THIS_COMPUTER = "this computer"

SIGN_IN = "Sign in"
SIGN_OUT = "Sign out"
SIGN_IN_FIRST = "Please sign in. What you see and do is noted in the audit under the identity you sign in with."
NOT_LISTED = "You are signed in as {who}, but are on no list and cannot use this page yet. Please ask: {contact}."
STRANGER = "unknown"
EXPOSED = (
    "This page is open to other computers without sign-in and has been shut. "
    "Start it with petitions serve, or set up sign-in (docs/operations.md)."
)
ROLES = {
    "intake": "Intake",
    "handler": "Handler of accusations",
    "manager": "Manager",
    "administrator": "Administrator",
}
NO_SUCH_PAGE = "There is no such page. Check the address, or open a page from the left."
NOT_YOURS = "“{page}” is not part of your work (your role: {role}). If you need it, ask the administrator."

AUDIT_TABS = ("Audit", "People and roles")
AUDIT_COLUMNS = ("When", "Who", "Did what", "To which")
AUDIT_CHECK = "Check that it is whole"
AUDIT_BATCH = "Batch {id}"
AUDIT_COUNT = "The newest {shown} lines of {count}. Words searched for and reasons written are not shown here."
AUDIT_WHOLE = "Whole and unchanged. The last line is {head}: write it down elsewhere to compare with later."
ACTIONS = {
    "sign_in": "signed in",
    "register": "registered",
    "pass_on_unopened": "registered unopened",
    "ingest_begin": "began a batch",
    "ingest_end": "finished a batch",
    "export": "exported",
    "read": "read for review",
    "model_train": "trained a model",
    "model_promote": "put a model in service",
    "model_refuse": "refused a model",
    "sign_in_refused": "signed in (on no list)",
    "view": "looked (masked)",
    "view_refused": "looked (refused)",
    "unmask": "read the original",
    "unmask_refused": "read the original (refused)",
    "list": "listed a batch",
    "search": "searched",
    "similar": "compared similar letters",
    "terms": "compared terms",
    "correct": "confirmed or corrected",
    "close": "closed",
    "close_flag": "closed a red flag",
    "flag_overdue": "red flag left open too long",
    "verdict": "judged an alarm",
    "review": "weekly review",
    "backup": "backed up",
    "restore": "restored",
    "purge": "purged derived data",
}
WHAT_ROLES_MAY = "What each role may see and do"
RIGHTS_COLUMNS = ("Role", "Pages", "Letters", "Accusations", "May")
READS = {"whole": "in full", "masked": "masked only", "nothing": "none"}
ACCUSATIONS = {True: "yes, but those about themselves or their unit", False: "totals only"}
DEEDS = {
    "register": "register",
    "decide": "confirm, correct, close",
    "judge": "judge alarms",
    "promote": "put a model in service or refuse it",
}
PEOPLE_LISTED = "People"
PEOPLE_COLUMNS = ("Name", "Signs in as", "Role", "Units (kept from)")
NOBODY_LISTED = (
    "The list is empty: used on this computer alone, no sign-in is needed. "
    "For several computers write it in corpora/roles.toml."
)
LANGUAGE = "语言 / Language"
LANGUAGES = {"zh": "中文", "en": "English"}

ALL = "All"
YES = "yes"
NO = "no"
DASH = "—"
LETTER = "Letter"
NOTHING_HERE = "No data."
TABLE_BEHIND = "Table"
TO_EXCEL = "To Excel"

CATEGORY_NAMES = {
    "policy": "Policy",
    "historical_debts": "Old debts",
    "anti_corruption": "Accusation",
    "management_conflict": "Management",
    "other": "Other",
}
CATEGORY_DEFINITIONS = {
    "policy": (
        "Does not understand or accept the rules of restructuring, or wants another rule: whether, how much, to whom."
    ),
    "historical_debts": (
        "What was owed by a rule, contract, judgment or plan and not paid, given or done: wages, deeds, files, care."
    ),
    "anti_corruption": (
        "Asks for an inquiry into wrongdoing of a person or a body. It need not be true; motives are not judged."
    ),
    "management_conflict": (
        "Argues how the enterprise is run: leaders and staff, pay and posts, discipline, leases; no claim of "
        "self-enrichment."
    ),
    "other": (
        "Has nothing to do with restructuring or state enterprises, or says too little. Registered and passed on "
        "all the same."
    ),
}
RULE_OF_THUMB = (
    "Investigate somebody → accusation; owed and not given → old debts; the standard is disputed → policy; "
    "run badly → management conflict; none of these → other."
)
SIGNAL_NAMES = {
    "life_health": "Life and health",
    "public_safety": "Public safety",
    "deadline": "Deadline they set",
    "collective_intent": "Plan to come together",
    "n_people": "People",
    "money": "Amounts",
    "accusation": "Accusation",
    "retaliation": "Retaliation",
    "coercion": "Forced to sign",
    "vulnerable_need": "Needs assistance",
    "prior": "Wrote before",
    "attachments": "Enclosures",
    "anonymous": "Wants no name given",
    "litigated": "In court",
    "dates": "Dates",
    "enterprises": "Enterprises",
    "agencies": "Authorities",
    "places": "Places",
}
CHECK_NAMES = {
    "past": "seems past",
    "figurative": "seems figurative",
    "negated": "seems negated",
    "implied": "only implied",
}
REASON_NAMES = {
    "close_call": "two categories are close",
    "outside": "may be none of the four",
    "too_short": "too short",
    "possible_accusation": "may hold an accusation",
    "low_confidence": "not sure enough",
}
