"""Batch: files in, a register and an Excel file out."""

UPLOAD = "Drop files of letters here (Excel, CSV, Word, PDF, text, mail, zip), several at once"
START = "Start"
READING = "Reading…"
FOUND = "{files} files, about {letters} letters."
COLUMNS = "What each column is taken for (correct it if wrong)"
NO_COLUMN = "(none)"
NTH_COLUMN = "column {number}"
NTH_COLUMN_KEY = "第{number}列"
FIELDS = {"text": "Text", "title": "Title", "id": "Number", "received": "Date", "sender": "Sender"}
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
