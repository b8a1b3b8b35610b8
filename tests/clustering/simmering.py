"""A matter that never swells and never stops, among matters that come and go; all invented."""

from collections.abc import Iterator

from nlp.letter import Letter
from tests.clustering.composed import OTHER_TROUBLES, TELLINGS, letter

UNIT = "丽园小区"
WEEKS = 32
_NAMES = "丰泰安顺和昌永盛明远金河海湖松柏"


def simmering(every: int = 2, weeks: int = WEEKS) -> Iterator[Letter]:
    """Yield one letter about the water of one unit every so many weeks, each from another household."""
    for number, week in enumerate(range(0, weeks, every)):
        words = TELLINGS[number % len(TELLINGS)].format(unit=UNIT)
        yield letter(f"慢{number}", words, title=f"{UNIT}夜间停水", week=week, sender=f"住户{number}")


def fleeting(weeks: int = WEEKS - 2) -> Iterator[Letter]:
    """Yield each week a new matter of three letters that is over the week after."""
    for week in range(weeks):
        unit = f"{_NAMES[week % 16]}{_NAMES[(week * 5 + 3) % 16]}{'厂村'[week % 2]}"
        trouble = OTHER_TROUBLES[week % len(OTHER_TROUBLES)]
        for number in range(3):
            title = f"{unit}{trouble[:8]}"
            yield letter(f"{week}-{number}", f"{unit}：{trouble}", title=title, week=week + number // 2, day=number)
