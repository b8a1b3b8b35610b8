"""What people say of doubtful letters: which to read next, whether two readers agree, what training may use."""

from nlp.reviewing.agreement import (
    Agreement,
    Disagreement,
    agreement_of,
    decide,
    disagreements,
    measure_agreement,
    tally,
)
from nlp.reviewing.corrected import Corrected, corrected_letters, count_corrected, export_corrected
from nlp.reviewing.queue import Doubt, Waiting, count_waiting, doubtful_letters
from nlp.reviewing.teaching_order import Placed, teaching_order

__all__ = [
    "Agreement",
    "Corrected",
    "Disagreement",
    "Doubt",
    "Placed",
    "Waiting",
    "agreement_of",
    "corrected_letters",
    "count_corrected",
    "count_waiting",
    "decide",
    "disagreements",
    "doubtful_letters",
    "export_corrected",
    "measure_agreement",
    "tally",
    "teaching_order",
]
