"""An analysis to write, in ordinary and confidential form."""

import datetime as dt
from collections.abc import Callable

import pytest

from nlp.letter import Analysis, Demand, Due, Evidence, Letter, Prediction, Signal
from nlp.receipt import Receipt
from nlp.writing import Names


@pytest.fixture
def names() -> Names:
    return Names(
        categories={"policy": "改制政策", "anti_corruption": "检举控告", "other": "其他"},
        review_reasons={"low_confidence": "把握不足"},
        signals={"people": "人数"},
    )


@pytest.fixture
def analysis() -> Callable[..., Analysis]:
    """Make an analysis of a letter that names a secret, so that a test can look where it went."""

    def make(
        id_: str = "A1",
        title: str = "关于张三的来信",
        masked: str = "张*等三十人未安置。",
        confidential: bool = False,
        reason: str | None = None,
        received: dt.date | None = dt.date(2024, 3, 1),
    ) -> Analysis:
        text = "张三等三十人未安置。"
        evidence = (Evidence(6, 9, "未安置", "policy", 1.25), Evidence(6, 9, "未安置", "policy", 0.5))
        probabilities = {"policy": 2 / 3, "anti_corruption": 1 / 6, "other": 1 / 6}
        return Analysis(
            Letter(text, id=id_, title=title, received=received),
            Prediction("policy", probabilities, ("other",), reason, evidence, (Demand(6, 9, "未安置", "policy", 0.9),)),
            confidential,
            signals=(Signal(0, 6, "张三等三十人", "people", 30),),
            due=(Due("告知受理", dt.date(2024, 3, 16), "《信访工作条例》第二十二条"),),
            masked_text=masked,
        )

    return make


@pytest.fixture
def receipt() -> Receipt:
    receipt = Receipt()
    receipt.open_file("来信.xlsx")
    receipt.take_row(3)
    receipt.count_heading()
    receipt.count_letter()
    receipt.refuse_row("来信.xlsx 第 3 行", "正文和标题都为空", "请补录正文后重新导入")
    receipt.close_file()
    return receipt
