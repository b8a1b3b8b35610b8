"""Batch: files in, a register and an Excel file out."""

UPLOAD = "Drop files of letters here (Excel, CSV, Word, PDF, text, mail, zip), several at once"
START = "Start"
READING = "Reading…"
FOUND = "{files} files, about {letters} letters. "
COLUMNS = "What each column is taken for (correct it if wrong)"
COLUMNS_RECALLED = " (as you corrected it before)"
COLUMNS_KEPT = "Your columns are remembered for the next table with the same header."
COLUMNS_NOT_KEPT = "Your columns are used now but could not be remembered; correct them again next time. {problem}"
COLUMNS_LOST = "The columns remembered before cannot be read; they are guessed this time. {problem}"
NO_COLUMN = "(none)"
NTH_COLUMN = "column {number}"
NTH_COLUMN_KEY = "第{number}列"
FIELDS = {"text": "Text", "title": "Title", "id": "Number", "received": "Date", "sender": "Sender"}
CUTS = "How many letters are in one file (correct it if wrong)"
CUT = "cut by “{rule}”, letters: {letters}"
CUT_NOT = "not cut, letters: {letters}"
CUT_NOT_FOUND = "nothing marked by “{rule}”; not cut, letters: {letters}"
CUT_NONE = "no letter could be read, perhaps it is several; choose how to cut"
CUT_AND = "” and “"
CUT_HOW = "How to cut"
CUT_OFFER = "{rule} ({example})"
CUT_RULES = {
    "": ("As found", ""),
    "不拆分": ("Not cut", "one letter a file"),
    "第N封": ("No. N", "a heading such as letter no. 3"),
    "来信N": ("Letter N", "a heading such as letter 3"),
    "编号": ("Number", "a line with the number of a letter"),
    "分隔线": ("Line between", "======, ------"),
    "标题样式": ("Headings", "of Word"),
    "分页": ("Pages", "a letter a page"),
    "开头": ("Beginning", "every letter begins with the same words"),
    "行": ("Line like", ""),
}
CUT_WORDS = "What the first line of every letter begins with"
CUT_WORDS_EXAMPLE = "such as: Dear"
CUT_PLACE = "{place} ({rule})"
CUT_START = "{number}. {words} ({length} characters)"
CUT_MORE = "… and {count} more"
CUT_WHOLE = "{count} more files are one letter each; pick those to be cut"
CUT_PICK = "Choose files"
NO_DATE_CELL = "none"
PROGRESS = "{what}: {done} of {total} letters, about {left} left"
PROGRESS_OPEN = "{what}: {done} letters"
STEPS = {"登记": "Registering", "研判": "Analysing"}
NOT_KNOWN = "…"
BATCH_NOTE = (
    "Letters are numbered and registered first, then analysed; stop at any time, what is registered stays. A "
    "file is never registered twice."
)
STOP = "Stop for now"
STOPPING = "Stopping: the letters in hand are finished and stored first…"
STOP_NOTE = (
    "You may look at other pages and come back. Stopping loses nothing: registered letters stay, and you can go "
    "on later."
)
STOPPED = "Stopped; the registered letters are all there."
TAKEN = "Registered: {first} to {last}, {letters} letters ({copies} of them copies, linked to the first)."
NOTHING_NEW = "No new letters."
OUR_FAULT = "The program failed ({kind}). Registered letters are all there; please report this and try again"
BATCH_PROBLEM = "This batch was not finished: {problem}"
WHICH_BATCH = "Which batch"
BATCH_NAME = "Batch {id} · {day} · {who} · {letters} letters"
BATCH_OPEN = " · unfinished"
BATCH_FILE = "results-batch-{id}.xlsx"
WAITING = "{count} letters are registered but not analysed; they are not in the table below."
GO_ON = "Go on analysing"
DROP_AGAIN = (
    "The files of this batch were not read to the end: drop the same files again and press “Start”; it goes on "
    "where it stopped."
)
ONLY = "Show only"
ONLY_KINDS = {"": "all", "review": "to review", "confidential": "confidential", "flagged": "red flags"}
ORDER = "Order"
ORDERS = {"number": "number", "received": "received", "category": "category", "probability": "probability"}
FALLING = "Descending"
LIST_COLUMNS = ("Number", "Received", "Title", "Suggested", "Probability", "How sure", "Notes", "From")
HIDDEN_TITLE = "(confidential)"
SETTLED = "confirmed"
NOTHING_LISTED = "No letters like that."
ROWS = "Letters **{first}** to **{last}** of **{total}**"
PAGE = "Page (of {pages})"
PAGE_BACK = "Back"
PAGE_ON = "Next"
SECONDS = "{count} s"
MINUTES = "{count} min"
RECEIPT = "Receipt"
DOWNLOAD = "Download Excel"
RESULT_FILE = "results.xlsx"
NEEDS_REVIEW = "To review"
MARKED_CONFIDENTIAL = "Confidential"
TABLE = "Results"
SCAN = "Show the scanned original"
SCAN_WHY = "Why you need the original (noted in the audit)"
NO_SCAN = "This letter was not recognized from a scan; there is no image."
SCAN_PAGE = "Page {page}"
SCAN_DOUBTS = "{count} places are unsure and marked; compare them with the image."
SCAN_DOUBT = "{share} sure of this"
