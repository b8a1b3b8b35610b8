"""批量研判"""

UPLOAD = "把来信文件拖到这里（Excel、CSV、Word、PDF、文本、邮件、压缩包），可多个"
START = "开始研判"
READING = "正在读取……"
FOUND = "{files} 个文件，约 {letters} 封来信。"
COLUMNS = "各列当作什么（认错了请改）"
COLUMNS_RECALLED = "　按上次改过的列"
COLUMNS_KEPT = "改过的列已经记住，同样表头的表格下次自动照用。"
COLUMNS_NOT_KEPT = "改过的列这次照用，但没能记住，下次要再改一遍：{problem}"
COLUMNS_LOST = "以前记住的列读不出来，这次按表头辨认：{problem}"
NO_COLUMN = "（没有）"
NTH_COLUMN = "第 {number} 列"
NTH_COLUMN_KEY = "第{number}列"
FIELDS = {"text": "正文", "title": "标题", "id": "编号", "received": "日期", "sender": "来信人"}
CUTS = "一个文件里有几封信（拆错了请改）"
CUT = "按“{rule}”拆开，共 {letters} 封"
CUT_NOT = "不拆分，读作 {letters} 封"
CUT_NOT_FOUND = "没有找到“{rule}”的分界，不拆分，读作 {letters} 封"
CUT_NONE = "没有读出来信，多半是几封连在一起，请选怎么拆"
CUT_AND = "”“"
CUT_HOW = "怎么拆"
CUT_OFFER = "{rule}　{example}"
CUT_RULES = {
    "": ("自动辨认", ""),
    "不拆分": ("不拆分", "整个文件一封"),
    "第N封": ("第N封", "第一封、第2件……"),
    "来信N": ("来信N", "来信1、信件二……"),
    "编号": ("编号", "来信编号：XF001"),
    "分隔线": ("分隔线", "======、------"),
    "标题样式": ("标题样式", "Word 里的标题"),
    "分页": ("分页", "每页一封"),
    "开头": ("开头", "每封都以同样的字开头"),
    "行": ("行", ""),
}
CUT_WORDS = "每封信第一行开头的字"
CUT_WORDS_EXAMPLE = "例：尊敬的"
CUT_PLACE = "{place}（{rule}）"
CUT_START = "{number}. {words}（{length} 字）"
CUT_MORE = "……还有 {count} 封"
CUT_WHOLE = "另有 {count} 个文件各读作一封；要拆开的，在这里选出来"
CUT_PICK = "选文件"
NO_DATE_CELL = "未填"
PROGRESS = "{what}：{done} / {total} 封，约剩 {left}"
PROGRESS_OPEN = "{what}：{done} 封"
STEPS = {"登记": "登记", "研判": "研判"}
NOT_KNOWN = "……"
BATCH_NOTE = "先逐封编号登记，再研判；中途可以停，登记过的都在。登记过的文件不会再登记一遍。"
STOP = "先停下"
STOPPING = "正在停：手上的这些研判完、存好就停……"
STOP_NOTE = "可以去看别的页面，回来接着看进度。停下不丢：登记过的来信都在，以后可以接着做。"
STOPPED = "已经停下，登记过的来信都在。"
TAKEN = "登记完毕：{first} 至 {last}，共 {letters} 封（其中重复件 {copies} 封，已与原件关联）。"
NOTHING_NEW = "没有新的来信入库。"
OUR_FAULT = "程序出错（{kind}）。登记过的来信都在；请报告这个错误，再试一次"
BATCH_PROBLEM = "这一批没有做完：{problem}"
WHICH_BATCH = "看哪一批"
BATCH_NAME = "第 {id} 批　{day}　{who}　{letters} 封"
BATCH_OPEN = "　未做完"
BATCH_FILE = "研判结果-第{id}批.xlsx"
WAITING = "还有 {count} 封登记了没有研判，不在下面的表里。"
GO_ON = "接着研判"
DROP_AGAIN = "这一批的文件没有读完：把同样的文件再拖进来，按“开始研判”，就从断的地方接着做，登记号不变。"
ONLY = "只看"
ONLY_KINDS = {"": "全部", "review": "需复核", "confidential": "保密", "flagged": "红旗"}
ORDER = "次序"
ORDERS = {"number": "登记号", "received": "收到日期", "category": "类别", "probability": "概率"}
FALLING = "倒序"
LIST_COLUMNS = ("登记号", "收到日期", "标题", "建议类别", "概率", "把握", "提示", "出处")
HIDDEN_TITLE = "（保密件）"
SETTLED = "已确认"
NOTHING_LISTED = "没有符合条件的来信。"
ROWS = "第 **{first}** 至 **{last}** 封，共 **{total}** 封"
PAGE = "第几页（共 {pages} 页）"
PAGE_BACK = "上一页"
PAGE_ON = "下一页"
SECONDS = "{count} 秒"
MINUTES = "{count} 分钟"
RECEIPT = "回执"
DOWNLOAD = "下载 Excel 结果"
RESULT_FILE = "研判结果.xlsx"
NEEDS_REVIEW = "需复核"
MARKED_CONFIDENTIAL = "保密"
TABLE = "结果"
SCAN = "看扫描的原件"
SCAN_WHY = "为什么要看原件（记入审计）"
NO_SCAN = "这封来信不是扫描识别的，没有原件图像。"
SCAN_PAGE = "第 {page} 页"
SCAN_DOUBTS = "识别没有把握的有 {count} 处，已标出，请对照图像核对。"
SCAN_DOUBT = "识别的把握 {share}"
