"""What the Regulation says of a letter: the lawful ways, the clocks, and which matter comes first."""

from nlp.procedure.deadlines import Deadlines, Events, Extension, deadlines, notice_due
from nlp.procedure.priority import Priority, Term, priority
from nlp.procedure.rules import ProcedureRules, load_rules
from nlp.procedure.ways import ADVISORY, Way, find_ways, ways_of

__all__ = [
    "ADVISORY",
    "Deadlines",
    "Events",
    "Extension",
    "Priority",
    "ProcedureRules",
    "Term",
    "Way",
    "deadlines",
    "find_ways",
    "load_rules",
    "notice_due",
    "priority",
    "ways_of",
]
