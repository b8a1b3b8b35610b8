"""The page in English: the same names as in Chinese, section by section.

What the program writes into documents stays Chinese: receipts, bulletins, articles of the law, messages of errors; and
what is stored as data: channels, the source of a pasted letter, the reasons that stand for a key pressed.
"""

from ui.text.en.batch import *  # noqa: F403
from ui.text.en.defined import *  # noqa: F403
from ui.text.en.explore import *  # noqa: F403
from ui.text.en.frame import *  # noqa: F403
from ui.text.en.intake import *  # noqa: F403
from ui.text.en.model import *  # noqa: F403
from ui.text.en.review import *  # noqa: F403
from ui.text.en.trends import *  # noqa: F403
