"""模型与口径"""

MODEL_PARTS = {"card": "这个模型", "drift": "本月与上月", "renewal": "训练与换用", "definitions": "口径"}
MODEL_PART = "看什么"
MODEL_HEAD = "**{name}**　版本 `{version}`　程序 {program}　留出检验 {held} 封"
MODEL_USED_SINCE = "{at} 由 {who} 换用：{why}"
MODEL_NOTE = "下列数字出自训练时留出的来信，模型学的时候没有见过。随程序附带的语料是编写的，真实来信上会低一些。"
MODEL_FIGURES = {
    "in_scope_macro_f1": "四类 macro-F1",
    "accusation_recall": "检举件召回率",
    "ece": "校准误差",
    "review_share": "要求复核",
    "errors_caught_by_review": "错件被拦下",
}
MODEL_CONFUSION = "混淆表"
MODEL_CONFUSION_NOTE = "行是标注的类别，列是建议的类别，格里是封数，深浅是占这一行的份额。对角线上是判对的。"
MODEL_LABELLED = "标注的类别"
MODEL_SUGGESTED = "建议的类别"
MODEL_SHARE = "占标注的份额"
MODEL_CALIBRATION = "校准"
MODEL_CALIBRATION_NOTE = "说有几成把握，就该有几成对：点在虚线上最好，在线下是把话说满了。点越大，来信越多。"
MODEL_GIVEN = "给出的概率（平均）"
MODEL_RIGHT = "其中正确的份额"
MODEL_NO_CALIBRATION = "这个模型是旧程序训练的，没有留下校准数据；重新训练后就有。"
MODEL_CLASSES = "各类别"
MODEL_CLASS_COLUMNS = ("类别", "留出封数", "精确率", "精确率 95 % 区间", "召回率", "召回率 95 % 区间", "F1")
MODEL_INTERVAL = "{low:.0%} – {high:.0%}"
MODEL_WHOLE_CARD = "模型卡全文"
MODEL_NO_CARD = "这个模型没有模型卡。"
MODEL_CARD_FILE = "模型卡-{version}.md"
MODEL_DOWNLOAD = "下载模型卡"
DRIFT_MONTH = "看哪个月"
DRIFT_NOTE = "已研判的来信，本月与上月相比。差的 95 % 区间不含 0 才算数；不足 5 封的不显示，能由合计推出的也不显示。"
DRIFT_NONE = "库里还没有研判过的来信。"
DRIFT_WORDS_NOTE = "生词率各月至多抽 {most} 封，随机抽取、每次相同；其余数字按全部来信。"
DRIFT_MODELS = "两个月的研判用了不同的模型（{models}），差别可能来自模型，不是来信。"
DRIFT_STEADY = "没有看到超出偶然的变化。"
DRIFT_MOVED = "与上月相比有变化：{names}。"
DRIFT_ADVICE = "把握下降、要求复核或生词率上升，说明来信和模型学过的不一样了：请多复核一些，再训练新模型。"
DRIFT_LETTERS = "已研判来信"
DRIFT_KINDS = {"confidence": "平均把握", "review": "要求复核", "unknown": "生词率"}
DRIFT_AGAINST = "上月 {before}"
DRIFT_BY_CATEGORY = "各类别所占份额"
DRIFT_THIS = "本月"
DRIFT_LAST = "上月"
DRIFT_SHARE = "份额"
DRIFT_WHEN = "月份"
DRIFT_COLUMNS = ("数字", "上月", "上月封数", "本月", "本月封数", "差", "差的 95 % 区间", "算数")
DRIFT_INTERVAL = "{low:+.1%} … {high:+.1%}"
DRIFT_COUNTING = "正在比较两个月……"
RENEWAL_NOTE = "用语料和人工确认、更正过的来信训练新模型，与正在用的在同样的留出来信上比较。换不换由人定，旧的都留着。"
RENEWAL_OWN = "人工确认或更正"
RENEWAL_CHANGED = "其中更正"
RENEWAL_SEALED = "其中保密件"
RENEWAL_TRAIN = "训练新模型"
RENEWAL_NOTHING = "还没有人确认或更正过类别：先到“复核”页读一些来信。"
RENEWAL_NOT_YOURS = "训练、换用模型由系统管理员做。"
RENEWAL_RUNNING = "正在训练，可以去看别的页面，回来接着看。{step}"
RENEWAL_DONE = "训练完毕，请看下面的比较。"
RENEWAL_BROKEN = "训练没有做完：{said}"
RENEWAL_OFFERED = "等您决定的新模型"
RENEWAL_NONE_OFFERED = "没有等您决定的新模型。"
RENEWAL_MADE = "**{version}**　{at} {who} 训练　学了 {letters} 封，本单位 {own} 封（更正 {changed} 封）　对 `{against}`"
RENEWAL_SETS = {
    "own": "本单位来信（留出 {letters} 封）",
    "corpus": "语料（留出 {letters} 封）",
}
RENEWAL_TOO_FEW = "{name}：太少，没有比较。"
RENEWAL_COLUMNS = ("数字", "旧", "新", "新减旧的 95 % 区间", "算数")
RENEWAL_FIGURES = {
    "in_scope_macro_f1": "四类 macro-F1",
    "macro_f1": "全部类别 macro-F1",
    "accuracy": "判对的份额",
    "other_auroc": "“其他”的 AUROC",
    "ece": "校准误差（小好）",
    "accusation_recall": "检举件召回率",
    "errors_caught_by_review": "错件被拦下",
    "secondary_f1": "次要类别 F1",
}
RENEWAL_VERDICTS = {
    "better": "确有提高，可以考虑换用。",
    "worse": "确有下降，不要换用。",
    "mixed": "有升有降，请逐项看。",
    "unclear": "看不出超出偶然的差别，换不换都可以。",
    "unknown": "留出的来信太少，比不出来。多复核一些再训练。",
}
RENEWAL_VERDICT_NOTE = "结论只看全部类别 macro-F1 和检举件召回率。区间不含 0 才算数（成对自助法）。"
RENEWAL_WHY = "理由（必填，会记入审计）"
RENEWAL_WHY_HINT = "例：本单位来信上确有提高，检举件没有漏"
RENEWAL_PROMOTE = "换用这个模型"
RENEWAL_REFUSE = "不用"
RENEWAL_PROMOTED = "已换用 {version}。以后登记的来信用它研判；已研判的不变。"
RENEWAL_REFUSED = "已记下：不用 {version}。"
RENEWAL_VERSIONS = "各个版本"
RENEWAL_STATES = {"in_use": "正在用", "offered": "待定", "refused": "不用", "earlier": "备选"}
RENEWAL_VERSION_COLUMNS = ("版本", "状态", "训练", "本单位来信（封）", "macro-F1")
RENEWAL_WITH_PROGRAM = "随程序"
RENEWAL_HISTORY = "谁在什么时候因为什么换用或不用"
RENEWAL_DEEDS = {"trained": "训练", "promoted": "换用", "refused": "不用"}
RENEWAL_HISTORY_COLUMNS = ("时间（UTC）", "做了什么", "版本", "谁", "理由")
RENEWAL_TAKE_BACK = "换用另一个版本（也可换回旧的）"
RENEWAL_WHICH = "哪个版本"
