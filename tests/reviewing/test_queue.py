"""Who is asked about which letter, and in what order."""

from nlp.classifier import LetterClassifier
from nlp.reviewing import Waiting, count_waiting, doubtful_letters
from nlp.store import Reader, Store, close_letter, correct, read_twice
from tests.labelled import invented_letters
from tests.reviewing.conftest import ACCUSATION, CLERK, DEBT, HANDLER, OTHER, Add

TEXTS = [letter.text for letter in invented_letters()]


def queue(store: Store, classifier: LetterClassifier, person: Reader = CLERK, *, twice: bool = False) -> list[str]:
    return [one.number for one in doubtful_letters(store, classifier, person, twice=twice)]


def test_only_letters_a_person_is_asked_about_are_queued(store: Store, classifier: LetterClassifier, add: Add) -> None:
    asked = add(TEXTS[0])
    add(TEXTS[30], review=False)
    assert queue(store, classifier) == [asked]


def test_a_letter_somebody_settled_or_closed_is_asked_no_more(
    store: Store, classifier: LetterClassifier, add: Add
) -> None:
    settled, closed, left = add(TEXTS[0]), add(TEXTS[30]), add(TEXTS[60])
    correct(store, settled, CLERK, "category", DEBT, "看过")
    close_letter(store, closed, CLERK)
    assert queue(store, classifier) == [left]


def test_a_possible_accusation_is_for_its_handler_alone(store: Store, classifier: LetterClassifier, add: Add) -> None:
    sealed = add(TEXTS[0], category=ACCUSATION, confidential=True)
    assert queue(store, classifier) == []
    assert queue(store, classifier, HANDLER) == [sealed]


def test_a_letter_that_concerns_the_handler_is_not_theirs_to_see(
    store: Store, classifier: LetterClassifier, add: Add
) -> None:
    add(TEXTS[0], confidential=True)
    concerned = Reader("赵工", confidential=True, concerns=lambda letter: TEXTS[0] in letter.text)
    assert queue(store, classifier, concerned) == []


def test_an_urgent_letter_comes_first_however_sure_the_model_is(
    store: Store, classifier: LetterClassifier, add: Add
) -> None:
    for text in TEXTS[30:34]:
        add(text, 0.4)
    urgent = add(TEXTS[0], 0.95, urgent=True)
    found = doubtful_letters(store, classifier, CLERK)
    assert (found[0].number, found[0].urgent) == (urgent, True)


def test_copies_stand_together_and_are_counted(store: Store, classifier: LetterClassifier, add: Add) -> None:
    first, other, second = add(TEXTS[0], 0.5), add(TEXTS[30], 0.4), add(TEXTS[0], 0.6)
    found = doubtful_letters(store, classifier, CLERK)
    places = [one.number for one in found]
    assert abs(places.index(first) - places.index(second)) == 1
    assert [one.copies for one in found if one.number != other] == [2, 2]
    assert [one.again for one in found if one.number != other] == [False, True]


def test_one_of_two_readers_is_not_asked_twice(store: Store, classifier: LetterClassifier, add: Add) -> None:
    number = add(TEXTS[0])
    read_twice(store, number, CLERK, DEBT)
    assert queue(store, classifier, twice=True) == []
    assert queue(store, classifier, OTHER, twice=True) == [number]


def test_a_letter_one_has_read_comes_before_the_others_for_the_second(
    store: Store, classifier: LetterClassifier, add: Add
) -> None:
    add(TEXTS[30], 0.34)
    begun = add(TEXTS[0], 0.9)
    read_twice(store, begun, CLERK, DEBT)
    assert queue(store, classifier, OTHER, twice=True)[0] == begun


def test_a_letter_two_are_reading_is_not_settled_by_one_alone(
    store: Store, classifier: LetterClassifier, add: Add
) -> None:
    read_twice(store, add(TEXTS[0]), CLERK, DEBT)
    assert queue(store, classifier, OTHER) == []


def test_what_waits_is_counted_and_accusations_are_a_total(store: Store, add: Add) -> None:
    for text in TEXTS[:3]:
        add(text)
    add(TEXTS[30], confidential=True)
    read_twice(store, "2026-000001", OTHER, DEBT)
    assert count_waiting(store, CLERK) == Waiting(mine=2, second=1, at_odds=0, sealed=1)
    assert count_waiting(store, CLERK, twice=True).mine == 3
