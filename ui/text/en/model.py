"""The model: its card, drift, training and promotion."""

MODEL_PARTS = {
    "card": "This model",
    "drift": "This month and last",
    "renewal": "Train & promote",
    "definitions": "Definitions",
}
MODEL_PART = "Show"
MODEL_HEAD = "**{name}** version `{version}` program {program} held out {held} letters"
MODEL_USED_SINCE = "Put in service {at} by {who}: {why}"
MODEL_NOTE = (
    "Measured on letters held out of training. The corpus that comes with the program is invented; on real "
    "letters expect somewhat less."
)
MODEL_FIGURES = {
    "in_scope_macro_f1": "macro-F1 of the four",
    "accusation_recall": "Accusations found",
    "ece": "Calibration error",
    "review_share": "Sent to review",
    "errors_caught_by_review": "Errors caught",
}
MODEL_CONFUSION = "Confusion"
MODEL_CONFUSION_NOTE = (
    "Rows are labels, columns suggestions, cells letters, shade the share of the row. The diagonal is right."
)
MODEL_LABELLED = "labelled"
MODEL_SUGGESTED = "suggested"
MODEL_SHARE = "share of the labelled"
MODEL_CALIBRATION = "Calibration: sure by so much, right by so much"
MODEL_CALIBRATION_NOTE = "Best on the dashed line; below it claims too much. A bigger dot is more letters."
MODEL_GIVEN = "probability given (mean)"
MODEL_RIGHT = "share that was right"
MODEL_NO_CALIBRATION = "This model was trained by an older program and kept no calibration; train it again."
MODEL_CLASSES = "Categories"
MODEL_CLASS_COLUMNS = ("Category", "Held out", "Precision", "95% interval", "Recall", "95% interval of recall", "F1")
MODEL_INTERVAL = "{low:.0%} – {high:.0%}"
MODEL_WHOLE_CARD = "The whole card"
MODEL_NO_CARD = "This model has no card."
MODEL_CARD_FILE = "model-card-{version}.md"
MODEL_DOWNLOAD = "Download the card"

DRIFT_MONTH = "Month"
DRIFT_NOTE = (
    "Analysed letters, this month against last. A difference counts when its 95% interval leaves out 0; fewer "
    "than 5 are not shown, nor what totals give away."
)
DRIFT_NONE = "No analysed letters in the store yet."
DRIFT_WORDS_NOTE = (
    "The share of unknown words is taken from at most {most} letters a month, drawn at random, always the same; "
    "the rest from all letters."
)
DRIFT_MODELS = (
    "The two months were analysed by different models ({models}); the difference may be theirs, not the letters'."
)
DRIFT_STEADY = "No change beyond chance."
DRIFT_MOVED = "Changed since last month: {names}."
DRIFT_ADVICE = (
    "Less sure, more to review or more unknown words: letters differ from what the model learnt. Review more, "
    "then train anew."
)
DRIFT_LETTERS = "Analysed letters"
DRIFT_KINDS = {"confidence": "Mean probability", "review": "Sent to review", "unknown": "Unknown words"}
DRIFT_AGAINST = "last month {before}"
DRIFT_BY_CATEGORY = "Share of each category"
DRIFT_THIS = "this month"
DRIFT_LAST = "last month"
DRIFT_SHARE = "share"
DRIFT_WHEN = "month"
DRIFT_COLUMNS = (
    "Figure",
    "Last month",
    "Letters then",
    "This month",
    "Letters now",
    "Difference",
    "95% interval",
    "Counts",
)
DRIFT_INTERVAL = "{low:+.1%} … {high:+.1%}"
DRIFT_COUNTING = "Comparing two months…"

RENEWAL_NOTE = (
    "Train on the corpus and on letters people confirmed or corrected, and compare with the model in use on the "
    "same held-out letters. A person decides; old ones are kept."
)
RENEWAL_OWN = "Confirmed or corrected"
RENEWAL_CHANGED = "corrected"
RENEWAL_SEALED = "confidential"
RENEWAL_TRAIN = "Train a new model"
RENEWAL_NOTHING = "Nobody has confirmed or corrected a category yet: read some letters under “Review” first."
RENEWAL_NOT_YOURS = "Models are trained and put in service by the administrator."
RENEWAL_RUNNING = "Training; you may look at other pages and come back. {step}"
RENEWAL_DONE = "Trained; see the comparison below."
RENEWAL_BROKEN = "Training was not finished: {said}"
RENEWAL_OFFERED = "New models for you to decide on"
RENEWAL_NONE_OFFERED = "No new model waits for a decision."
RENEWAL_MADE = (
    "**{version}** {at} trained by {who}: {letters} letters, {own} of our own ({changed} corrected), against "
    "`{against}`"
)
RENEWAL_SETS = {
    "own": "our own letters (confirmed or corrected, {letters} held out)",
    "corpus": "the corpus of the program ({letters} held out)",
}
RENEWAL_TOO_FEW = "{name}: too few, not compared."
RENEWAL_COLUMNS = ("Figure", "Old", "New", "95% interval of new less old", "Counts")
RENEWAL_FIGURES = {
    "in_scope_macro_f1": "macro-F1 of the four",
    "macro_f1": "macro-F1 of all",
    "accuracy": "Share right",
    "other_auroc": "AUROC of “other”",
    "ece": "Calibration error (small is good)",
    "accusation_recall": "Accusations found",
    "errors_caught_by_review": "Errors caught",
    "secondary_f1": "F1 of secondary categories",
}
RENEWAL_VERDICTS = {
    "better": "Better beyond chance; worth putting in service.",
    "worse": "Worse beyond chance; do not use it.",
    "mixed": "Some figures rise, some fall; look at each.",
    "unclear": "No difference beyond chance; either will do.",
    "unknown": "Too few held-out letters to tell. Review more, then train.",
}
RENEWAL_VERDICT_NOTE = (
    "Only macro-F1 of all categories and accusations found decide. A difference counts when its interval leaves "
    "out 0 (paired bootstrap)."
)
RENEWAL_WHY = "Reason (required, noted in the audit)"
RENEWAL_WHY_HINT = "e.g.: better on our own letters, no accusation missed"
RENEWAL_PROMOTE = "Put this model in service"
RENEWAL_REFUSE = "Refuse it"
RENEWAL_PROMOTED = (
    "{version} is in service. It analyses letters registered from now on; those analysed stay as they are."
)
RENEWAL_REFUSED = "Noted: {version} is refused."
RENEWAL_VERSIONS = "Versions"
RENEWAL_STATES = {"in_use": "in use", "offered": "undecided", "refused": "refused", "earlier": "kept"}
RENEWAL_VERSION_COLUMNS = ("Version", "State", "Trained", "Own letters", "macro-F1")
RENEWAL_WITH_PROGRAM = "with the program"
RENEWAL_HISTORY = "Who put what in service or refused it, when and why"
RENEWAL_DEEDS = {"trained": "trained", "promoted": "put in service", "refused": "refused"}
RENEWAL_HISTORY_COLUMNS = ("When (UTC)", "Deed", "Version", "Who", "Reason")
RENEWAL_TAKE_BACK = "Use another version (an old one, too)"
RENEWAL_WHICH = "Which version"
