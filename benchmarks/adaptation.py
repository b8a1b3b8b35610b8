"""Measure what an office's own unlabelled letters give: word statistics, self-training, shares of the classes.

Usage: ``python benchmarks/adaptation.py``. Learns from the corpus, adapts to ../shared/data/letters_timeline.jsonl.gz,
scores on petitions_dev.jsonl.gz beside it; what stands in both is left out of the first. Where they are absent it says
so and stops. Writes ``benchmarks/adaptation.md`` with the 95 %
interval of every difference (paired bootstrap). No letter is printed. Takes about five minutes.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.adaptation import without_copies  # noqa: E402
from nlp.artefact import Manifest  # noqa: E402
from nlp.classifier import LetterClassifier, ReviewRules  # noqa: E402
from nlp.comparison import Difference, compare  # noqa: E402
from nlp.copies import join_copies  # noqa: E402
from nlp.corpus import load_letters  # noqa: E402
from nlp.domain_shift import Agreed, agreed_lessons, reweigh, shift_priors  # noqa: E402
from nlp.pipeline import ModelContent, Pipeline  # noqa: E402
from nlp.reading import Receipt, read_letters  # noqa: E402
from nlp.settings import Settings  # noqa: E402
from nlp.taxonomy import Taxonomy, load_taxonomy  # noqa: E402
from nlp.teaching import lessons_of, teach  # noqa: E402
from nlp.training import TrainingInput, choose_rules, is_held_back  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
UNLABELLED, LABELLED = DATA / "letters_timeline.jsonl.gz", DATA / "petitions_dev.jsonl.gz"
SHOWN = ("macro_f1", "in_scope_macro_f1", "other_auroc", "ece", "accusation_recall", "errors_caught_by_review")


def main() -> None:
    """Fit three times, score every way, write the page."""
    if not (UNLABELLED.exists() and LABELLED.exists()):
        sys.exit(f"{UNLABELLED} or {LABELLED} is absent: nothing to measure on")
    settings = Settings()
    given = TrainingInput((settings.letters,), settings.taxonomy, settings.lexicon)
    taxonomy, terms = load_taxonomy(given.taxonomy), given.terms()
    corpus = join_copies(load_letters(given.letters, taxonomy))[0]
    letters, held = ([x for x in corpus if is_held_back(x) == side] for side in (False, True))
    check = load_letters([LABELLED], taxonomy)
    own = without_copies(list(read_letters([UNLABELLED], Receipt())), check)
    lessons = lessons_of(letters, terms)
    plain = teach(lessons, terms)
    capped, agreed = agreed_lessons(plain, lessons, own)
    naive, _ = agreed_lessons(plain, lessons, own, capped=False)
    documents, labels = plain.read(own), [letter.label for letter in letters]
    taught = teach([*lessons, *capped], terms)
    ways = {
        "word statistics": reweigh(plain, documents),
        "self-training, agreed and capped": taught,
        "self-training, not capped": teach([*lessons, *naive], terms),
        "shares of the classes": shift_priors(plain, labels, documents),
        "word statistics and capped self-training (`petitions adapt`)": reweigh(taught, documents),
        "the same and the shares (`--priors`)": shift_priors(reweigh(taught, documents), labels, documents),
    }

    def pipeline(classifier: LetterClassifier) -> Pipeline:
        return as_pipeline(classifier, choose_rules(classifier, held, taxonomy), taxonomy)

    old = pipeline(plain)
    found = {}
    for name, classifier in ways.items():
        found[name] = compare(old, pipeline(classifier), check)
        print(name, *(f"{row.figure} {row.first:.3f} -> {row.second:.3f}" for row in found[name]), flush=True)
    page = report(found, agreed, len(own), len(check))
    (ROOT / "benchmarks" / "adaptation.md").write_text(page, encoding="utf-8", newline="\n")
    print(page)


def as_pipeline(classifier: LetterClassifier, rules: ReviewRules, taxonomy: Taxonomy) -> Pipeline:
    """Wrap a classifier that was never saved."""
    empty = Manifest(format=0, name="", program="", libraries={}, digests={}, metrics={}, sha256="", bytes=0)
    return Pipeline(ModelContent(classifier, rules, taxonomy), empty)


def report(found: dict[str, list[Difference]], agreed: Agreed, own: int, check: int) -> str:
    """Give the page; a difference whose interval leaves out zero is bold."""
    lines = ["# Adaptation to unlabelled letters", ""]
    lines.append(
        f"Written by `benchmarks/adaptation.py`: learnt from four fifths of the corpus, adapted to {own} unlabelled "
        f"letters of one province, scored on {check} labelled ones of the same province. Each cell: the figure, and "
        "the 95 % interval of its difference from the model that was not adapted (bold where it leaves out zero)."
    )
    rows = {row.figure: row for row in next(iter(found.values()))}
    shown = [figure for figure in SHOWN if figure in rows]
    lines += ["", f"| | {' | '.join(shown)} |", "|---" * (len(shown) + 1) + "|"]
    lines.append(f"| not adapted | {' | '.join(f'{rows[figure].first:.3f}' for figure in shown)} |")
    for name, differences in found.items():
        by_figure = {row.figure: row for row in differences}
        lines.append(f"| {name} | {' | '.join(cell(by_figure[figure]) for figure in shown)} |")
    taken = ", ".join(f"{code} {count} of {agreed.sure[code]}" for code, count in agreed.taken.items())
    lines += [
        "",
        f"The two views agree on {agreed.agreed} of {agreed.asked} letters; taken of the sure ones: {taken}.",
        "",
    ]
    return "\n".join(lines)


def cell(row: Difference) -> str:
    """Show a figure and its interval."""
    interval = f"{row.low:+.3f} … {row.high:+.3f}"
    return f"{row.second:.3f} ({f'**{interval}**' if row.is_clear else interval})"


if __name__ == "__main__":
    main()
