"""docx, rtf, doc and pdf files: the words in their order, one letter or several."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.letter import Letter
from nlp.reading import NO_SPLIT, Receipt, SplitRule, converting, read_letters
from tests.reading.making import W, docx_bytes, ole_bytes, paragraph, pdf_bytes, table

Read = Callable[..., tuple[list[Letter], Receipt]]
LONG = "厂里拖欠工资三年，请领导帮助解决。"


def test_a_docx_file_is_one_letter_with_its_title(tmp_path: Path, read: Read) -> None:
    (tmp_path / "信.docx").write_bytes(docx_bytes("关于拖欠工资的情况反映", "领导您好：", LONG))
    letters, _ = read(tmp_path / "信.docx")
    assert letters == [Letter(f"领导您好：\n{LONG}", id="信.docx", title="关于拖欠工资的情况反映", source="信.docx")]


def test_a_docx_whose_body_has_another_name_is_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "信.docx").write_bytes(docx_bytes(LONG, main="word/document2.xml"))
    assert read(tmp_path / "信.docx")[0][0].text == LONG


def test_a_form_keeps_names_and_entries_in_order(tmp_path: Path, read: Read) -> None:
    form = table([["信访人", "来信人甲", "日期", "2024-03-01"], ["诉求", LONG]])
    (tmp_path / "表.docx").write_bytes(docx_bytes("来访登记", form, "以上属实。"))
    letters, _ = read(tmp_path / "表.docx")
    assert [letter.text for letter in letters] == [
        f"来访登记\n信访人\t来信人甲\t日期\t2024-03-01\n诉求\t{LONG}\n以上属实。"
    ]


def test_a_table_of_letters_gives_a_letter_a_row(tmp_path: Path, read: Read) -> None:
    rows = [["编号", "标题", "内容"], ["A1", "欠薪", LONG], ["A2", "改制", "改制后没有安置。"], ["A3", "", ""]]
    (tmp_path / "表.docx").write_bytes(docx_bytes("2024年来信汇编", table(rows)))
    letters, receipt = read(tmp_path / "表.docx")
    assert [(letter.id, letter.title, letter.text) for letter in letters] == [
        ("A1", "欠薪", LONG),
        ("A2", "改制", "改制后没有安置。"),
    ]
    assert (receipt.rows, receipt.headings, receipt.refused) == (5, 2, 1)


def test_a_text_box_is_read_once_and_deleted_text_not_at_all(tmp_path: Path, read: Read) -> None:
    box = f"<w:txbxContent>{paragraph('框里的话')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    deleted = "<w:del><w:r><w:t>删去的话</w:t></w:r></w:del>"
    anchor = f"<w:p><w:r>{both}<w:t>锚</w:t><w:tab/><w:t>点</w:t></w:r>{deleted}</w:p>"
    (tmp_path / "信.docx").write_bytes(docx_bytes("首段", anchor, "末段"))
    assert read(tmp_path / "信.docx")[0][0].text == "首段\n框里的话\n锚\t点\n末段"


def test_cells_merged_downwards_count_for_every_row(tmp_path: Path, read: Read) -> None:
    merged = [
        f"<w:tr><w:tc><w:tcPr><w:vMerge{value}/></w:tcPr>{paragraph(day)}</w:tc><w:tc>{paragraph(text)}</w:tc></w:tr>"
        for value, day, text in (
            ("", "来信日期", "内容"),
            (' w:val="restart"', "2024-03-01", "第一封"),
            ("", "", "第二封"),
        )
    ]
    (tmp_path / "表.docx").write_bytes(docx_bytes(f"<w:tbl>{''.join(merged)}</w:tbl>"))
    letters, _ = read(tmp_path / "表.docx")
    assert [str(letter.received) for letter in letters] == ["2024-03-01", "2024-03-01"]


def test_an_rtf_file_is_read_in_its_code_page(tmp_path: Path, read: Read) -> None:
    coded = "".join(f"\\'{byte:02x}" for byte in LONG.encode("gb18030"))
    (tmp_path / "信.rtf").write_text(rf"{{\rtf1\ansi\ansicpg936 {coded}\par \u27424?\u34218?}}")
    assert read(tmp_path / "信.rtf")[0][0].text.strip() == f"{LONG}\n欠薪"


def test_an_old_word_file_without_office_is_refused_with_a_way_out(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "信.doc").write_bytes(ole_bytes({"WordDocument": b"x"}))
    _, receipt = read(tmp_path / "信.doc")
    assert str(receipt.refusals[0]) == (
        "信.doc：是旧版 Word 文件（doc），本机没有可以转换它的 LibreOffice。"
        "请用 Word、WPS 或 LibreOffice 打开，另存为 docx 后重新导入。"
    )


def test_an_old_word_file_is_converted_where_libreoffice_is(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "done.docx").write_bytes(docx_bytes(LONG))
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nfor last; do :; done\ncp "{tmp_path}/done.docx" "${{last%.doc}}.docx"\n')
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(program))
    (tmp_path / "信.doc").write_bytes(ole_bytes({"WordDocument": b"x"}))
    assert [letter.text for letter in read(tmp_path / "信.doc")[0]] == [LONG]


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("exit 0", "LibreOffice 没能转换这个旧版 Word 文件"),
        ("exec sleep 60", "LibreOffice 1 秒内没有转换完旧版 Word 文件"),
    ],
    ids=["fails", "hangs"],
)
def test_an_old_word_file_that_is_not_converted_is_refused_with_a_way_out(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch, script: str, problem: str
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(program))
    monkeypatch.setattr(converting, "PATIENCE", 1.0)
    (tmp_path / "信.doc").write_bytes(ole_bytes({"WordDocument": b"x"}))
    _, receipt = read(tmp_path / "信.doc")
    assert str(receipt.refusals[0]) == (
        f"信.doc：{problem}。请用 Word、WPS 或 LibreOffice 打开，另存为 docx 后重新导入。"
    )


def test_a_pdf_is_read_in_order_with_its_paragraphs_joined(tmp_path: Path, read: Read) -> None:
    first = [
        (220, 760, "情况反映"),
        (128, 720, "我是某纺织厂职工，厂里自从改制以来已经"),
        (100, 700, "拖欠工资三年，生活十分困难，多次反映也"),
        (100, 680, "没有结果。"),
        (128, 660, "请上级领导派人调查此事，并督促厂里尽快"),
        (290, 40, "1"),
    ]
    second = [(100, 760, "补发工资。"), (100, 740, "2024年3月1日")]
    (tmp_path / "信.pdf").write_bytes(pdf_bytes([first, second]))
    letters, _ = read(tmp_path / "信.pdf")
    assert [letter.text for letter in letters] == [
        "情况反映\n我是某纺织厂职工，厂里自从改制以来已经拖欠工资三年，生活十分困难，多次反映也没有结果。\n"
        "请上级领导派人调查此事，并督促厂里尽快补发工资。\n2024年3月1日"
    ]


@pytest.mark.parametrize(
    ("marks", "rule"),
    [
        (["第一封：关于欠薪", "第二封：关于改制", "第三封：关于用人"], "第N封"),
        (["来信1", "来信2", "来信3"], "来信N"),
        (["编号：信2024001", "编号：信2024002", "编号：信2024003"], "编号"),
        (["======", "======", "======"], "分隔线"),
    ],
)
def test_several_letters_in_one_file_are_told_apart(tmp_path: Path, read: Read, marks: list[str], rule: str) -> None:
    (tmp_path / "汇编.txt").write_text("\n".join(f"{mark}\n第{n}家{LONG}" for n, mark in enumerate(marks)))
    letters, receipt = read(tmp_path / "汇编.txt")
    assert [letter.text for letter in letters] == [f"第{n}家{LONG}" for n in range(3)]
    assert f"按“{rule}”拆成 3 封" in receipt.notes[0]


def test_the_mark_gives_title_or_id(tmp_path: Path, read: Read) -> None:
    (tmp_path / "1.txt").write_text("".join(f"第{n}封：第{n}件事\n{LONG}\n" for n in (1, 2, 3)))
    (tmp_path / "2.txt").write_text("".join(f"来信编号：X{n}\n{LONG}{n}\n" for n in (1, 2, 3)))
    letters, _ = read(tmp_path)
    assert [(letter.title, letter.id) for letter in letters[2:4]] == [("第3件事", "1.txt#3"), ("", "X1")]


@pytest.mark.parametrize(
    "text",
    [
        f"第一封\n{LONG}\n第二封\n{LONG}",
        f"第一封\n{LONG}\n第三封\n{LONG}\n第二封\n{LONG}",
        f"编号：1\n{LONG}\n编号：1\n{LONG}\n编号：1\n{LONG}",
        "———\n甲\n———\n乙\n———\n丙",
        f"一、{LONG}\n二、{LONG}\n三、{LONG}",
    ],
)
def test_marks_that_do_not_agree_leave_one_letter(tmp_path: Path, read: Read, text: str) -> None:
    (tmp_path / "信.txt").write_text(text)
    assert [letter.text for letter in read(tmp_path / "信.txt")[0]] == [text]


def test_headings_and_pages_that_begin_letters_split_a_docx(tmp_path: Path, read: Read) -> None:
    titles = ["关于拖欠工资的反映", "关于改制安置的诉求", "关于食堂承包的举报"]
    heading, page = '<w:pStyle w:val="1"/>', "<w:pageBreakBefore/>"
    (tmp_path / "1.docx").write_bytes(
        docx_bytes(*(p for t in titles for p in (paragraph(t, heading), paragraph(LONG))))
    )
    (tmp_path / "2.docx").write_bytes(docx_bytes(*(p for t in titles for p in (paragraph(t, page), paragraph(LONG)))))
    letters, _ = read(tmp_path)
    assert [letter.title for letter in letters] == titles * 2


def test_sections_of_one_letter_do_not_split_it(tmp_path: Path, read: Read) -> None:
    heading = '<w:pStyle w:val="1"/>'
    body = [p for t in ("基本情况", "主要问题", "具体诉求") for p in (paragraph(t, heading), paragraph(LONG))]
    (tmp_path / "信.docx").write_bytes(docx_bytes(*body))
    assert len(read(tmp_path / "信.docx")[0]) == 1


@pytest.mark.parametrize(("split", "count"), [(NO_SPLIT, 1), (SplitRule.named("行=案件.*"), 2), (None, 3)])
def test_the_rule_can_be_given(tmp_path: Path, split: SplitRule | None, count: int) -> None:
    text = f"第一封\n{LONG}\n第二封\n{LONG}\n案件甲\n{LONG}\n第三封\n{LONG}"
    (tmp_path / "信.txt").write_text(text)
    assert len(list(read_letters([tmp_path / "信.txt"], Receipt(), split=split))) == count


@pytest.mark.parametrize("name", ["没有这种", "行=", "行=("])
def test_an_unknown_rule_is_a_mistake_of_the_caller(name: str) -> None:
    with pytest.raises(ValueError, match=r"拆分规则|正则"):
        SplitRule.named(name)


def test_a_short_preface_is_a_heading_and_a_long_one_a_letter(tmp_path: Path, read: Read) -> None:
    letters = "".join(f"第{n}封\n{LONG}\n" for n in (1, 2, 3))
    (tmp_path / "1.txt").write_text(f"来信汇编\n{letters}")
    (tmp_path / "2.txt").write_text(f"{LONG}\n{letters}")
    found, receipt = read(tmp_path)
    assert [len([one for one in found if one.source.startswith(name)]) for name in ("1.txt", "2.txt")] == [3, 4]
    assert receipt.headings == 1


def test_a_blank_document_is_a_blank_row_and_named(tmp_path: Path, read: Read) -> None:
    (tmp_path / "空.docx").write_bytes(docx_bytes(""))
    _, receipt = read(tmp_path / "空.docx")
    assert (receipt.rows, receipt.blank) == (1, 1)
    assert receipt.notes == ["空.docx：没有认出一个字，请对照原件核对"]


def test_repeated_letters_are_kept_and_counted(tmp_path: Path, read: Read) -> None:
    for name in ("1.txt", "2.txt"):
        (tmp_path / name).write_text(LONG)
    (tmp_path / "3.docx").write_bytes(docx_bytes(LONG))
    letters, receipt = read(tmp_path)
    assert (len(letters), receipt.duplicates) == (3, 2)
    assert "含重复件 2 封" in receipt.summary()


def test_footnotes_follow_the_letter(tmp_path: Path, read: Read) -> None:
    notes = f"<w:footnotes {W}><w:footnote>{paragraph('注：见附件。')}</w:footnote></w:footnotes>"
    (tmp_path / "信.docx").write_bytes(docx_bytes(LONG, parts={"word/footnotes.xml": notes}))
    assert read(tmp_path / "信.docx")[0][0].text == f"{LONG}\n注：见附件。"


@pytest.mark.parametrize(("text", "letters"), [("", 0), (LONG, 1)])
def test_pictures_in_a_docx_are_never_passed_over_in_silence(
    tmp_path: Path, read: Read, text: str, letters: int
) -> None:
    (tmp_path / "信.docx").write_bytes(docx_bytes(text, parts={"word/media/image1.png": b"x"}))
    found, receipt = read(tmp_path / "信.docx")
    assert len(found) == letters
    assert "图片" in (receipt.notes[0] if letters else receipt.refusals[0].problem)


def test_an_id_is_kept_without_its_hidden_characters(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("编号,内容\nA\u200b1,厂里欠薪\n")
    assert read(tmp_path / "a.csv")[0][0].id == "A1"
