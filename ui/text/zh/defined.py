"""口径：各页上每个数字是怎么来的"""

from ui.text.zh.batch import MARKED_CONFIDENTIAL, NEEDS_REVIEW
from ui.text.zh.model import (
    DRIFT_BY_CATEGORY,
    DRIFT_KINDS,
    DRIFT_LETTERS,
    MODEL_FIGURES,
    RENEWAL_CHANGED,
    RENEWAL_OWN,
    RENEWAL_SEALED,
)
from ui.text.zh.review import (
    AGREEMENT_ACCUSED,
    AGREEMENT_KAPPA,
    AGREEMENT_LETTERS,
    AGREEMENT_SHARE,
    REVIEW_MINE,
    REVIEW_ODDS,
    REVIEW_SEALED,
    REVIEW_SECOND,
)
from ui.text.zh.trends import EMERGING, OPEN_FLAGS, OVERDUE, TOTAL_LETTERS, UNFINISHED

DEFINED_NOTE = "各页上每个数字是怎么来的。封数一律按登记号计，一封信登记一次；数字只计来信，不排人。"
DEFINED_FIND = "找一个数字"
DEFINED: dict[str, dict[str, str]] = {
    "intake": {
        "把握": "模型给建议类别的概率。85 % 起为“较高”，60 % 起为“一般”，再低为“较低”。",
        "各类可能性": "模型给每一类的概率，合计为 1；经留出来信校准（一个温度，Guo 等 2017）。",
        "期限": "由收到日期按《信访工作条例》各条推算；是否次日起算、遇节假日是否顺延，见 corpora/procedure.toml。",
        "办理先后": "五项得分之和：生命健康、超期、剩余天数、涉及人数、该给没给；逐项列出。排事不排人。",
        "可能重复": "与库里来信共有的三字组占较短一封的份额；六成以上算文字相同或相近。",
    },
    "batch": {
        NEEDS_REVIEW: "按规定请第二人看的来信：可能涉及检举、两类接近、把握不足、内容太短、可能超出各类。",
        MARKED_CONFIDENTIAL: "可能含检举控告而按检举件保密的来信，包括只是提到的，宁多勿漏。",
        "概率": "模型给建议类别的概率。",
    },
    "trends": {
        TOTAL_LETTERS: "收到日期在这一周（周一至周日）的来信；没写收到日期的按登记日计，重复件也计。",
        EMERGING: "这一周触发提醒的事项数：新出现、在增长或一直不断。误报每周不超过设定的次数。",
        OPEN_FLAGS: "到这一周末还没有由两人解除的红旗（生命健康、公共安全）。",
        "未核实": "红旗自研判出来起，超过 procedure.toml 设定的小时数（verify_hours）还没有由两人解除；不论哪一周。",
        OVERDUE: "书面告知的期限（第二十三条）已过而没有记办结的来信。",
        UNFINISHED: "到这一周末登记在册、还没有办结的来信。",
        "重复文本": "一件事里与别的来信文字相同或相近的来信。",
        "不同来信人": "一件事里互不相同的来信主体；只计数，不列名。",
        "不足5": "不足 5 封的格子不显示；能由合计推出的格子也不显示。",
    },
    "explore": {
        "对数似然 G²": "一个词在这里与其余来信里出现封数之差有多不可能是偶然（Dunning 1993）；越大越不同。",
    },
    "review": {
        REVIEW_MINE: "需复核、没有人定过、没有办结的来信中，您可以看的；两人各读时不含您读过的。",
        REVIEW_SECOND: "两人各读的来信中，只有一个人读过的。",
        REVIEW_ODDS: "两个人读过、意见不一致、还没有裁定的来信。",
        REVIEW_SEALED: "待复核的来信中按检举件保密的总数；除承办人外只看得到这个总数。",
        "模型的犹豫": "各类概率的熵除以最大可能的熵：0 是毫不犹豫，100 % 是各类一样可能。",
        "排队的次序": "先急件；其余按“犹豫 × 它能代表的犹豫”从大到小，已代表过的不再计（Settles 2008；Wei 等 2015）。",
        AGREEMENT_LETTERS: "两个人都读过、互相没有看过对方意见的来信。",
        AGREEMENT_SHARE: "两人判为同一类的份额。",
        AGREEMENT_KAPPA: "扣除碰巧一致后的一致程度（Cohen 1960），1 是全部一致，0 是与碰巧一样；区间由自助法算出。",
        AGREEMENT_ACCUSED: "同上，只看是否判为检举控告。",
    },
    "model": {
        "精确率": "建议为这一类的来信中，标注也是这一类的份额。",
        "召回率": "标注为这一类的来信中，建议也是这一类的份额。",
        "F1": "精确率与召回率的调和平均；macro-F1 是各类 F1 的平均，小类与大类同等重要。",
        MODEL_FIGURES["in_scope_macro_f1"]: "不计“其他”的 macro-F1，“其他”不作选项。",
        MODEL_FIGURES["accusation_recall"]: "含检举控告（主类或次类）的留出来信中，被标为保密的份额。",
        MODEL_FIGURES["ece"]: "按概率分十档，各档的平均概率与正确份额之差，按封数加权平均（ECE）。",
        MODEL_FIGURES["review_share"]: "留出来信中被要求第二人复核的份额。",
        MODEL_FIGURES["errors_caught_by_review"]: "建议错了的留出来信中，被要求复核的份额。",
        "“其他”的 AUROC": "任取一封“其他”和一封非“其他”，前者“其他”的概率更高的机会。",
        "次要类别 F1": "信中还涉及的类别，建议的与标注的合在一起算的 F1。",
        "新减旧的 95 % 区间": "留出来信重抽 500 次，两个模型在同样的来信上相减（成对自助法，Efron 等 1993）。",
        DRIFT_LETTERS: "收到日期在这个月（没写的按登记日）、已研判的来信。",
        DRIFT_KINDS["confidence"]: "建议类别的概率的平均。",
        DRIFT_KINDS["review"]: "被要求第二人复核的份额。",
        DRIFT_KINDS["unknown"]: "一封信里两字以上的不同的词中，模型没有学过的份额，各封平均。",
        DRIFT_BY_CATEGORY: "登记簿上的类别（人定过的以人为准）占已研判来信的份额；差的区间按 Newcombe 1998。",
        RENEWAL_OWN: "类别由人定过的来信，训练新模型时用。",
        RENEWAL_CHANGED: "其中人定的类别与原来不同的。",
        RENEWAL_SEALED: "其中按检举件保密的；只在训练的进程里打开，不写成文件。",
    },
}
