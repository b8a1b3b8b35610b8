"""Search and terms."""

EXPLORE_TABS = ("Letters", "Terms")
SEARCH_WORDS = "Words"
SEARCH_HINT = "two characters at least; part several words by spaces"
SEARCH = "Search"
SEARCH_NOTE = "What is left after masking is searched, newest first; every search and every look is noted in the audit."
FOUND_LETTERS = "**{count}** found. Click a row for the whole letter, masked."
MORE_FOUND = " Only the newest are listed; add words to narrow the search."
FOUND_COLUMNS = ("Before", "Words", "After", "Category", "Number")
FOUND_FILE = "found.xlsx"
TERMS_FILE = "terms.xlsx"
TERMS_NOTE = (
    "Choose a week, category, enterprise, region or channel to see which words set it apart from all other letters "
    "(log-likelihood, Dunning 1993; the newest {most} letters on each side). Names, numbers, addresses do not count."
)
COMPARE = "Compare"
COUNTING = "Counting words…"
CHOOSE_SOMETHING = "Choose something to compare."
COMPARED = "**{here}** letters here, **{rest}** in the rest."
NO_TERMS = "No word clearly differs."
KEY_COLUMNS = ("Word", "Here", "Rest", "Log-likelihood G²", "Often in one sentence with")
TERM_HINT = "Click a row to see the word in these letters."
TERM_IN_CONTEXT = "“{term}” in context"
