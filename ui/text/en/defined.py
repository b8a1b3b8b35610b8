"""What every number on the pages means."""

from ui.text.en.batch import MARKED_CONFIDENTIAL, NEEDS_REVIEW
from ui.text.en.model import (
    DRIFT_BY_CATEGORY,
    DRIFT_KINDS,
    DRIFT_LETTERS,
    MODEL_FIGURES,
    RENEWAL_CHANGED,
    RENEWAL_OWN,
    RENEWAL_SEALED,
)
from ui.text.en.review import (
    AGREEMENT_ACCUSED,
    AGREEMENT_KAPPA,
    AGREEMENT_LETTERS,
    AGREEMENT_SHARE,
    REVIEW_MINE,
    REVIEW_ODDS,
    REVIEW_SEALED,
    REVIEW_SECOND,
)
from ui.text.en.trends import EMERGING, OPEN_FLAGS, OVERDUE, TOTAL_LETTERS, UNFINISHED

DEFINED_NOTE = (
    "Where every number comes from. Letters are counted by registration number, each once; people are not ranked."
)
DEFINED_FIND = "Find a number"
DEFINED: dict[str, dict[str, str]] = {
    "intake": {
        "How sure": "The model's probability of the suggested category: “fairly” from 90%, “moderately” from 60%.",
        "How likely each category is": (
            "Probabilities that add up to 1, calibrated on held-out letters (one temperature, Guo et al. 2017)."
        ),
        "Due": (
            "From the day of receipt by the articles of the Regulation; how days count is in corpora/procedure.toml."
        ),
        "Order of handling": (
            "Five items added up: life and health, overdue, days left, people concerned, owed and not given."
        ),
        "Possible duplicates": (
            "3-grams shared with earlier letters, of the shorter one; from 60% on the text counts as the same."
        ),
    },
    "batch": {
        NEEDS_REVIEW: (
            "Letters a second person must see: possible accusation, close call, not sure, too short, none of the "
            "categories."
        ),
        MARKED_CONFIDENTIAL: "Letters that may hold an accusation, even in passing; rather too many than too few.",
        "Probability": "The model's probability of the suggested category.",
    },
    "trends": {
        TOTAL_LETTERS: (
            "Letters received in the week, Monday to Sunday; without a date, by registration; repeats included."
        ),
        EMERGING: (
            "Matters that raised an alarm this week: new, growing or never stopping. False alarms are held to a "
            "set number a week."
        ),
        OPEN_FLAGS: "Red flags (life and health, public safety) two people had not closed by the end of the week.",
        "Not verified": (
            "Red flags of any week two people had not closed when the hours of procedure.toml (verify_hours) were over."
        ),
        OVERDUE: "Letters not closed whose term for written notice (Article 23) is over.",
        UNFINISHED: "Letters registered and not closed by the end of the week.",
        "Copies": "Letters of a matter whose text is the same as, or nearly the same as, another's.",
        "Senders": "Different senders of a matter's letters; counted, never listed.",
        "<5": "Cells under 5 are not shown, nor those that totals would give away.",
    },
    "explore": {
        "Log-likelihood G²": (
            "How unlikely by chance the difference in letters holding a word is (Dunning 1993); more is more telling."
        ),
    },
    "review": {
        REVIEW_MINE: (
            "Letters to review, settled by nobody and not closed, that you may see; with two readers, without "
            "those you have read."
        ),
        REVIEW_SECOND: "Letters for two readers that one has read.",
        REVIEW_ODDS: "Letters two people read differently and nobody has settled.",
        REVIEW_SEALED: "All confidential letters to review; others than their handler see this total only.",
        "Doubt of the model": (
            "Entropy of the probabilities over the most it could be: 0 is no doubt, 100% all equally likely."
        ),
        "Order of the queue": (
            "Urgent first; the rest by doubt times the doubt it stands for, what was stood for once not again "
            "(Settles 2008; Wei et al. 2015)."
        ),
        AGREEMENT_LETTERS: "Letters two people read without seeing each other's opinion.",
        AGREEMENT_SHARE: "The share both gave the same category.",
        AGREEMENT_KAPPA: "Agreement beyond chance (Cohen 1960): 1 is all, 0 is chance; the interval by bootstrap.",
        AGREEMENT_ACCUSED: "The same, of whether it is an accusation.",
    },
    "model": {
        "Precision": "Of the letters suggested as a category, the share labelled so.",
        "Recall": "Of the letters labelled as a category, the share suggested so.",
        "F1": (
            "Harmonic mean of precision and recall; macro-F1 is the mean over categories, small ones counting as much."
        ),
        MODEL_FIGURES["in_scope_macro_f1"]: "macro-F1 without “other”, which is then no choice.",
        MODEL_FIGURES[
            "accusation_recall"
        ]: "Of held-out letters with an accusation (first or second), the share marked confidential.",
        MODEL_FIGURES["ece"]: "Ten bins by probability: mean probability less share right, weighted by letters (ECE).",
        MODEL_FIGURES["review_share"]: "The share of held-out letters sent to a second reader.",
        MODEL_FIGURES["errors_caught_by_review"]: "Of held-out letters suggested wrongly, the share sent to review.",
        "AUROC of “other”": (
            "The chance that a letter of “other” has the higher probability of it than one that is not."
        ),
        "F1 of secondary categories": "F1 over all further categories suggested and labelled.",
        "95% interval of new less old": (
            "Held-out letters drawn 500 times, both models on the same ones (paired bootstrap, Efron et al. 1993)."
        ),
        DRIFT_LETTERS: "Analysed letters received in the month (without a date, by registration).",
        DRIFT_KINDS["confidence"]: "Mean probability of the suggested category.",
        DRIFT_KINDS["review"]: "The share sent to a second reader.",
        DRIFT_KINDS["unknown"]: (
            "Of the different words of two characters or more in a letter, the share the model never learnt; "
            "mean over letters."
        ),
        DRIFT_BY_CATEGORY: (
            "Share of the registered category (a person's where there is one); interval by Newcombe 1998."
        ),
        RENEWAL_OWN: "Letters whose category a person settled; used to train a new model.",
        RENEWAL_CHANGED: "Those where the person's category differs.",
        RENEWAL_SEALED: "Those that are confidential; opened in the training process only, never written to a file.",
    },
}
