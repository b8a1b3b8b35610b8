"""Clusters of letters: copies of one text, events (one concrete matter), and what is emerging among them.

``advance`` takes in a week, ``find_alarms`` says what to look at, ``summarise`` puts a cluster into its letters' words,
``correct`` does what staff say. All are functions of a ``ClusterState``.
"""

from nlp.clustering.alarm_ledger import LedgerFigures, LoggedAlarm, Verdict, measure_ledger
from nlp.clustering.corrections import Correction
from nlp.clustering.emergence import Alarm, find_alarms, written_chance
from nlp.clustering.enterprises import Concurrence, EnterpriseLetter, find_concurrences
from nlp.clustering.events import advance, correct
from nlp.clustering.headlines import demand_sentence
from nlp.clustering.ledger import Change
from nlp.clustering.names import find_names
from nlp.clustering.state import ClusterState, StateError, new_state
from nlp.clustering.summary import ClusterSummary, distinctive_terms, log_likelihood, summarise

__all__ = [
    "Alarm",
    "Change",
    "ClusterState",
    "ClusterSummary",
    "Concurrence",
    "Correction",
    "EnterpriseLetter",
    "LedgerFigures",
    "LoggedAlarm",
    "StateError",
    "Verdict",
    "advance",
    "correct",
    "demand_sentence",
    "distinctive_terms",
    "find_alarms",
    "find_concurrences",
    "find_names",
    "log_likelihood",
    "measure_ledger",
    "new_state",
    "summarise",
    "written_chance",
]
