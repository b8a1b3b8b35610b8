"""Intake: paste, judge, register, correct."""

ADVICE = "A suggestion only; nothing holds until a person confirms it."
CONFIDENTIAL = "May hold an accusation: confidential, not to be passed on or told to the unit or person complained of."
CONFIDENCE = {"高": "fairly sure", "中": "moderately sure", "低": "not sure"}

PASTE_TITLE = "Title (optional)"
PASTE_TEXT = "Letter"
PASTE_HINT = "Paste the letter here, then press “Analyse” or Ctrl+Enter"
RECEIVED = "Received"
ANALYSE = "Analyse"
CLEAR = "Clear"
EMPTY = "Nothing yet. Paste a letter and press “Analyse”."

CATEGORY = "Suggested"
SURE = "over 99%"
REVIEW = "A second reader, please: {reason}"
EVIDENCE_FOR = "Evidence: {name}"
URGENT_TAG = "!"
LETTER_MARKED = "Letter and evidence"
NO_EVIDENCE = "No sentence stands out; go by the whole letter."
RANKING = "How likely each category is"
DEMANDS = "What is asked"
SUBTYPE = "matter: {name}"
SECONDARY = "also speaks of: {names}"
DUE = "Due"
DUE_LINE = "**{what}** by **{date}** {article}"
DUE_UNKNOWN = "Cannot be computed: {why}"
FACTS = "People, amounts, dates, units"
UNITS = {"n_people": " people", "money": " yuan"}
TO_VERIFY = "{check}, to be verified"
AT_ONCE = "verify at once"
MORE_DOUBTFUL = "{count} more to be verified are marked in the letter"
PRIORITY = "Order of handling: {total} points (matters are ranked, not people; see each item)"
WAYS = "Lawful ways it points to: {names}"
SIMILAR = "Possible duplicates: {count} similar letters"
BELONGS = "May belong to this matter"
BELONGS_COUNTS = "First seen {first}, {count} letters so far. Put together by the weekly review; a hint only."
COMPARE_WITH = "Compare with"
THIS_LETTER = "This letter"
EARLIER = "{number} (masked)"
DROP = "Or drop the file of one letter here (Word, PDF, image, mail, text…)"
SEVERAL = "This file holds {count} letters; the first is shown. To register them all, go to “Batch”."
WHICH_LETTER = "Which letter"
NOTHING_READ = "No text was read from the file."
SIMILAR_NOTE = (
    "For comparison only; registering is not affected. Earlier letters are masked and the look is noted in the audit. "
    "Sentences that stand in both are underlined."
)
SAME_TEXT = "same or nearly the same text"
ALIKE = "same unit, similar content"
NO_CATEGORY = "not analysed"
NO_DATE = "no date"

CHANNEL = "Channel"
TRANSFERRED = "上级转送"
CHANNELS = ("来信", "来访", "网上信访", TRANSFERRED)
CHANNEL_NAMES = {
    "来信": "Letter",
    "来访": "Visit",
    "网上信访": "Online",
    TRANSFERRED: "From a superior",
    "密封件": "Sealed item",
}
PASTED = "页面粘贴"
REGISTER = "Register"
REGISTER_AND_ACCEPT = "Register as {name}"
REGISTERED = "Registered: {number}. "
ONLY_HANDLER = (
    "Confidential: it is only registered here; the handler of accusations confirms the category (tick on the left)."
)
ACCEPT = "Confirm {name}"
ACCEPTED_WHY = "经手人阅读来信后确认"
CORRECT = "Change to {name}"
WHY = "Reason for the correction (noted in the audit)"
WHY_HINT = "Choose one or write your own, e.g.: asks for unpaid wages, not about the restructuring plan"
USUAL_REASONS = (
    "The main demand is of this category, the rest is background",
    "The letter asks for an inquiry: handled as an accusation",
    "It speaks of old debts, not of how things are run now",
    "It speaks of how things are run now, not of old debts",
    "It asks about the restructuring plan or policy itself",
    "Not within the remit of state-asset supervision",
)
DECIDED = "Category confirmed: {name} ({who})."
CORRECTED = "Category corrected to {name} ({who})."
NOT_DECIDED = "Not corrected: {problem}. {remedy}."
SEALED = "Register a sealed item"
SEALED_NOTE = (
    "Not opened, not typed in, not analysed: it gets a number, the day it came and where it goes are noted, and it is "
    "passed on as it is. It is closed at once and stands in no search and no analysis."
)
SEALED_RECEIVED = "Sealed item received"
SEALED_TO = "Passed on to"
SEALED_TO_HINT = "Choose who is to receive it, or write their name"
SEALED_REGISTER = "Register it unopened"
SEALED_DONE = (
    "Sealed item registered: {number}, for {destination}. Write the number on the cover and pass it on unopened."
)
SEALED_NOWHERE = (
    "Not registered: it does not say where the item goes. Choose who is to receive it, or write their name."
)
SEALED_TOO_SOON = "Not registered: the day of receipt has not come yet. Change it to the day the item came."
DEFINITIONS = "How the categories differ"
