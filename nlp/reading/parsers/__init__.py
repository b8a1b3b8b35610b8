"""The parsers of formats that can hurt: they run in a process of their own (``nlp.reading.parser_process``).

Each module reads one family of formats. A parser that crashes, hangs or eats the memory costs its file and not the run.
"""
