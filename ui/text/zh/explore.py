"""检索"""

EXPLORE_TABS = ("查来信", "特征词")
SEARCH_WORDS = "检索词"
SEARCH_HINT = "至少两个字，多个词用空格隔开"
SEARCH = "检索"
SEARCH_NOTE = "查的是遮蔽后的内容，新的在前；每次检索、每封查看都记入审计。"
FOUND_LETTERS = "找到 **{count}** 封。点一行看遮蔽后的全文。"
MORE_FOUND = "只列出最新的这些，请加词缩小范围。"
FOUND_COLUMNS = ("上文", "检索词", "下文", "类别", "登记号")
FOUND_FILE = "检索结果.xlsx"
TERMS_FILE = "特征词.xlsx"
TERMS_NOTE = (
    "选一周、一类、一家企业、一个地区或一个渠道，看哪些词使它与其余来信不同（对数似然，Dunning 1993；两边各取最新 "
    "{most} 封）。人名、电话、住址不计。"
)
COMPARE = "比较"
COUNTING = "正在数词……"
CHOOSE_SOMETHING = "请至少选一项。"
COMPARED = "这里 **{here}** 封，其余 **{rest}** 封。"
NO_TERMS = "没有明显不同的词。"
KEY_COLUMNS = ("词", "这里（封）", "其余（封）", "对数似然 G²", "常与它同句的词")
TERM_HINT = "点一行，看这个词在这些来信里的上下文。"
TERM_IN_CONTEXT = "“{term}”的上下文"
