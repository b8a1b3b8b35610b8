"""趋势与苗头"""

NO_REVIEW = "还没有周研判。请先登记来信，再在命令行运行 `petitions weekly --week 2026-W47`（换成要看的那一周）。"
WHICH_WEEK = "看哪一周"
WEEK_SPAN = "{begins} 至 {ends}　数字只计来信，不排人。"
TREND_TABS = {
    "emerging": "苗头",
    "timeline": "各事项走势",
    "volume": "数量",
    "enterprises": "企业",
    "answered": "答复后仍在来",
    "procedure": "期限与红旗",
}
TOTAL_LETTERS = "本周来信"
AGAINST = "比上周 {change:+d}"
EMERGING = "苗头"
OPEN_FLAGS = "未解除红旗"
OVERDUE = "告知超期"
UNFINISHED = "未办结"
BULLETIN_FILE = "简报-{week}"
BULLETIN_WORD = "下载简报（Word）"
BULLETIN_PAGE = "下载简报（网页）"
ALARM_KINDS = {"new": "新出现", "growth": "在增长", "simmer": "一直不断"}
VERDICTS = {"true": "属实", "known": "已知", "false": "误报"}
CARD_COUNTS = "本周 **{recent}** 封，共 **{letters}** 封；重复文本 {copies} 封，不同来信人 {senders} 位"
CARD_SINCE = "{first} 首见　多为{category}"
WHY_ALARM = "为什么提醒："
TERMS = "特征词："
TERMS_NAME = "特征词"
OPEN_MATTER = "看这件事"
NO_ALARMS = "本周没有需要提醒的苗头。"
SEALED_ALARMS = "另有 {count} 条提醒只涉及保密件，请检举控告承办人查看。"
JOINT = "**{firm}**　60 天内几类问题并发：{names}；不同来信人 {senders} 位。"
QUIET = "照常在来的事"
MORE_CLUSTERS = "另有 {count} 件事本周有来信，没有列出。"
NOW = "本周"
BEFORE = "上周"
WEEK = "周"
LETTERS = "封数"
LETTERS_UNIT = "来信（封）"
SHOWN = "显示"
WEEK_NUMBER = "第几周"
MATTER = "事项"
ALARMED = "提醒"
TIMELINE_NOTE = (
    "近 {weeks} 周有两封以上来信的事，共 {count} 件，近来来信多的在前。点越大来信越多（5 封以上写出封数），"
    "红点加黑圈的是提醒过的那一周。点一下打开这件事。"
)
TIMELINE_PARTS = "画哪些"
TIMELINE_PART = "第 {first}–{last} 件"
UNNAMED_MATTER = "事项 {id}"
BY_WEEK = "近 {weeks} 周来信（封），最右为本周"
BY_REGION = "按地区"
REGION = "地区"
SMALL_REGIONS = "按信中写明的地名统计到县（市、区）；不足 5 封的不显示，检举控告件不计。一封信提到两地时两地都计。"
CLOSED_STILL = "办结之后仍在来信"
CLOSED_STILL_NOTE = "这件事有来信已经办结，此后（近 {weeks} 周）仍收到未办结的来信。点一行打开。"
CLOSED_COLUMNS = ("事项", "已办结（封）", "最早办结", "此后来信（封）", "最近一封")
REPLIED_STILL = "信里说答复过、仍在来信"
REPLIED_STILL_NOTE = "本周有来信，且信里提到已反映过、答复过。以来信所说为准，请核实。"
REPLIED_COLUMNS = ("事项", "提到答复（封）", "共（封）", "本周（封）")
NONE_STILL = "没有这样的事项。"
CATEGORY_COLUMN = "类别"
ENTERPRISE = "企业"
HIDDEN_CELL = "不足5"
BY_CATEGORY = "按类别"
BY_CHANNEL = "按渠道"
BY_ENTERPRISE = "按企业"
MATRIX = "企业与类别（本周，封）"
NO_CHANNEL = "未注明"
SMALL_HIDDEN = "不足 5 封的格子不显示，能由合计推出的也不显示；检举控告件不按企业统计。一封信提到两家企业时两家都计。"
OTHER_FIRMS = "另有 {count} 家企业来信较少，没有画出。"
UNNAMED = "本周另有 {count} 封没有提到企业。"
COUNTED = "其中重复件 {repeats} 封，日期未填 {undated} 封（按登记日计）；以前各周补到的 {late} 封不计入本周总数。"
FLAGS = "红旗"
FLAG_KINDS = {"life_health": "生命健康", "public_safety": "公共安全"}
LEFT_OPEN = "红旗超过 {hours} 小时未核实：{count} 件。请立即核实；由两人写明理由解除之前，一直列在这里。"
LEFT_OPEN_COLUMNS = ("登记号", "种类", "已过（小时）")
FLAG_COLUMNS = ("种类", "未解除", "本周新增", "本周解除", "解除用时（小时，中位数）")
TERM_COLUMNS = ("事项", "下周到期（封）", "已过期（封）", "依据")
JUDGED = "本周人工确认或更正类别 {judged} 封，其中更正 {changed} 封；办结 {closed} 封。"
BACK = "返回"
ALARMED_WEEKS = "提醒过的周"
MATTER_GONE = "这件事近一年没有可以显示的来信。"
ALL_LETTERS = "近 {weeks} 周 **{count}** 封"
ASKS = "要求："
COURSE = "近 {weeks} 周来信（封），最右为所看的一周"
FIRST_SEEN = "首见"
LAST_SEEN = "最近"
PEOPLE = "涉及人数"
ABOUT_PEOPLE = "信中所写最多 {count} 人"
REPLIED = "说已反映或答复过"
COUNT_LETTERS = "{count} 封"
SPREAD = "涉及企业（首次提到）"
JUDGED_BY = "已判：{verdict}（{who}）"
VERDICT_WHY = "判断的理由（会记入审计）"
FETCH_LETTERS = "调阅最近 {count} 封（遮蔽）"
FETCH_HELP = "每封都会记入审计。"
MATTER_LETTERS = "来信（遮蔽）"
LEDGER = "台账（{count} 条）"
LEDGER_KINDS = {
    "born": "出现",
    "merged": "合并",
    "split": "分出",
    "closed": "结束",
    "reopened": "又有来信",
    "corrected": "人工调整",
}


def week_name(week: str) -> str:
    """Name an ISO week as the office does.

    >>> week_name("2026-W47")
    '2026 年第 47 周'
    """
    year, _, number = week.partition("-W")
    return f"{year} 年第 {int(number)} 周"
