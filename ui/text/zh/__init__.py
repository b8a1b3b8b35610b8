"""The page in Chinese: its own language, section by section, as a clerk would say it."""

from ui.text.zh.batch import *  # noqa: F403
from ui.text.zh.defined import *  # noqa: F403
from ui.text.zh.explore import *  # noqa: F403
from ui.text.zh.frame import *  # noqa: F403
from ui.text.zh.intake import *  # noqa: F403
from ui.text.zh.model import *  # noqa: F403
from ui.text.zh.review import *  # noqa: F403
from ui.text.zh.trends import *  # noqa: F403
