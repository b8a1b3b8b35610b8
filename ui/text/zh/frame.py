"""What stands around every page, who signs in, roles and the audit; names of codes are the taxonomy's own here."""

PRODUCT = "信访件研判"
LOGO = "ui/logo.svg"
UPLOAD_BUTTON = "选择文件"
UPLOAD_LIMIT = "或拖到这里，每个不超过 200 MB"
INTAKE = "来信登记"
BATCH = "批量研判"
TRENDS = "趋势与苗头"
EXPLORE = "检索"
REVIEW_PAGE = "复核"
MODEL_PAGE = "模型与口径"
AUDIT = "审计与名单"
PAGES = {
    "intake": INTAKE,
    "batch": BATCH,
    "trends": TRENDS,
    "explore": EXPLORE,
    "review": REVIEW_PAGE,
    "model": MODEL_PAGE,
    "audit": AUDIT,
}
PROBLEM = "{problem}。{remedy}。"
NO_MODEL = "模型用不了：{problem}。{remedy}。"
NO_STORE = "来信库打不开：{problem}。{remedy}。"
WHO = "经手人"
WHO_HELP = "登记、查看、更正都会记下这个名字。"
HANDLER = "检举控告承办人"
HANDLER_HELP = "勾选后可以查看和更正保密件，每一次都记入审计。"
THIS_COMPUTER = "本机"
SIGN_IN = "登录"
SIGN_OUT = "退出登录"
SIGN_IN_FIRST = "请先登录。您看到的和做过的，都以登录的身份记入审计。"
NOT_LISTED = "您已登录为 {who}，但名单里没有您，还不能使用。请联系：{contact}。"
STRANGER = "身份不明"
EXPOSED = "这个网页对别的电脑开放，却没有配置登录，已停用。请用 petitions serve 启动，或照 docs/operations.md 配置。"
ROLES = {"intake": "登记", "handler": "检举控告承办人", "manager": "管理者", "administrator": "管理员"}
NO_SUCH_PAGE = "没有这个网页。请核对地址，或从左边打开要用的页面。"
NOT_YOURS = "“{page}”不在您的职责之内（您的角色：{role}）。需要使用，请找管理员调整角色。"
AUDIT_TABS = ("审计", "名单与职责")
AUDIT_COLUMNS = ("时间", "谁", "做了什么", "哪一件")
AUDIT_CHECK = "核对是否完整"
AUDIT_BATCH = "第 {id} 批"
AUDIT_COUNT = "显示最近 {shown} 行，共 {count} 行。检索的词、写下的理由不在这里显示。"
AUDIT_WHOLE = "完整，没有改动。最后一行 {head}，请抄在别处，以后可以核对。"
ACTIONS = {
    "sign_in": "登录",
    "register": "登记",
    "pass_on_unopened": "登记密封件",
    "ingest_begin": "开始一批",
    "ingest_end": "一批做完",
    "export": "导出",
    "read": "复核判读",
    "model_train": "训练模型",
    "model_promote": "换用模型",
    "model_refuse": "不用模型",
    "sign_in_refused": "登录（不在名单）",
    "view": "查看（遮蔽）",
    "view_refused": "查看（被拒）",
    "unmask": "查看原文",
    "unmask_refused": "查看原文（被拒）",
    "list": "列出一批",
    "search": "检索",
    "similar": "比对相近来信",
    "terms": "比较特征词",
    "correct": "确认或更正",
    "close": "办结",
    "close_flag": "解除红旗",
    "flag_overdue": "红旗超时未核实",
    "verdict": "判断苗头",
    "review": "周研判",
    "backup": "备份",
    "restore": "恢复",
    "purge": "清除派生数据",
}
WHAT_ROLES_MAY = "各角色能看什么、能做什么"
RIGHTS_COLUMNS = ("角色", "能开的页面", "看来信", "检举控告件", "能做的事")
READS = {"whole": "原文", "masked": "只看遮蔽后的", "nothing": "不看"}
ACCUSATIONS = {True: "可看（涉及本人、本单位的除外）", False: "只有总数"}
DEEDS = {"register": "登记", "decide": "确认、更正、办结", "judge": "判断苗头", "promote": "启用或退回模型"}
PEOPLE_LISTED = "名单"
PEOPLE_COLUMNS = ("姓名", "登录身份", "角色", "所属单位（回避）")
NOBODY_LISTED = "名单是空的：只在这台电脑上用，不需要登录。几台电脑一起用时，在 corpora/roles.toml 里写。"
LANGUAGE = "语言 / Language"
LANGUAGES = {"zh": "中文", "en": "English"}
ALL = "全部"
YES = "是"
NO = "否"
DASH = "—"
LETTER = "原文"
NOTHING_HERE = "没有数据。"
TABLE_BEHIND = "数据表"
TO_EXCEL = "导出 Excel"
CATEGORY_NAMES: dict[str, str] = {}
CATEGORY_DEFINITIONS: dict[str, str] = {}
RULE_OF_THUMB = ""
SIGNAL_NAMES: dict[str, str] = {}
CHECK_NAMES: dict[str, str] = {}
REASON_NAMES: dict[str, str] = {}
