"""Three weeks of invented letters with one matter that breaks out in the third; what the weekly tests run on."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from nlp.intake import ingest
from nlp.store import Store, open_store
from nlp.studying import fold_text
from nlp.taxonomy import Taxonomy
from nlp.weekly import Office, Review, parse_week, review_week

MONDAY = dt.date(2026, 11, 2)
WEEKS = ("2026-W45", "2026-W46", "2026-W47")
ACCUSATION = "举报仓前机械厂厂长私分卖设备的钱"
SECRET = "清河纺织厂停发内退生活费，举报厂长把生活费挪用买轿车，要求查处并补发生活费。"
BURST = "清河纺织厂"
_ORDINARY = (
    (
        ("榆林沟水泥厂", "我退休八年，独生子女一次性奖励一直没有发给我，请求按文件补发。"),
        ("长岭轴承厂", "食堂承包以后饭菜涨价，班子从不听职工意见，建议重新招标。"),
        ("沙河印染厂", "改制方案把我下乡的两年不算工龄，补偿金少算，请求解释政策依据。"),
        ("双桥电机厂", "二〇〇九年住院的医药费单据交到厂里，至今没有报销，要求兑现。"),
        ("北坪化肥厂", "家属区供暖移交以后管道漏水，冬天屋里只有十度，盼望维修。"),
        ("西塘船厂", "劳保用品三年没有发过，手套都是自己买的，希望按标准发放。"),
    ),
    (
        ("东浦糖厂", "我的人事档案在合并时丢失，办不了退休，要求补建档案。"),
        ("南湾造纸厂", "车间考核没有标准，主任说扣就扣，要求公布考核办法。"),
        ("石湾玻璃厂", "集资房交了全款二十年，房产证一直没有办下来，请求督促。"),
        ("青山钢管厂", "竞聘没有公示名额，组织混乱，希望重新竞聘。"),
        ("柳坡煤机厂", "买断工龄的标准比邻厂低一半，不接受这个方案，请求重新核算。"),
        ("桐乡丝绸厂", "职业病鉴定拖了两年，单位不出证明，要求出具劳动关系证明。"),
    ),
    (
        ("望江味精厂", "住房公积金断缴五年，个人账户查不到，要求补缴。"),
        ("龙门农机厂", "离休干部护理费没有随政策提高，请求核定。"),
        ("平湖灯泡厂", "工会选举没有通知派遣工，意见箱也撤了，希望改正。"),
        ("大有锁厂", "厂办大集体职工不在安置范围，请求说明政策。"),
        ("永丰搪瓷厂", "抚恤金从去年起没有收到，遗属生活困难，请求补发抚恤金。"),
        ("白鹭皮鞋厂", "宿舍楼拆迁过渡费只付了半年，要求付清过渡费。"),
    ),
)
_BURST = (
    "清河纺织厂从七月起停发内退人员生活费，我们靠这点钱吃饭，要求清河纺织厂补发生活费。",
    "我是清河纺织厂内退职工，生活费停发四个月，家里断了来源，请求补发清河纺织厂内退生活费。",
    "清河纺织厂内退生活费七月以后就没有到账，问厂里都说没钱，要求尽快补发生活费。",
    "反映清河纺织厂停发内退生活费一事，涉及120多名内退职工，要求补发生活费。",
    "清河纺织厂欠内退人员生活费，已经四个月，曾找厂里三次都没给，请求落实生活费。",
    "清河纺织厂内退的老工人生活费停发了，生活困难，恳请督促清河纺织厂补发内退生活费。",
    "内退生活费自七月停发，清河纺织厂没有任何说法，我叫段长喜，要求恢复并补发生活费。",
)


def rows(week: int) -> Iterator[dict[str, str]]:
    """Yield the letters of a week, 0 to 2, as they are written to JSONL."""
    monday = MONDAY + dt.timedelta(weeks=week)
    for number, (firm, text) in enumerate(_ORDINARY[week]):
        yield row(
            f"{week}-{number}", monday + dt.timedelta(days=number), f"我是{firm}职工。{text}", f"甲{week}{number}"
        )
    yield row(f"{week}-j", monday, f"{ACCUSATION}，请纪委查处。", f"丙{week}")
    if week == 2:
        for number, text in enumerate(_BURST):
            yield row(f"b{number}", monday + dt.timedelta(days=number % 6), text, f"乙{number}", "内退生活费停发")
        yield row("b-j", monday, SECRET, "丁", "举报")


def row(id_: str, day: dt.date, text: str, sender: str, title: str = "") -> dict[str, str]:
    """Give one letter as a line of JSONL."""
    return {"id": id_, "title": title, "text": text, "received": day.isoformat(), "sender": sender}


def write_rows(path: Path, lines: Iterator[dict[str, str]]) -> Path:
    """Write letters as JSONL."""
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def write_week(folder: Path, week: int) -> Path:
    """Write the letters of a week into the folder as a JSONL file."""
    return write_rows(folder / f"来信{week}.jsonl", rows(week))


def open_at(path: Path) -> Store:
    """Open a store of its own in a file."""
    return open_store(f"sqlite:///{path.as_posix()}", fold=fold_text)


def run_weeks(store: Store, folder: Path, model: Path, taxonomy: Taxonomy) -> Review:
    """Take in and review the three weeks one after the other; give the last review."""
    for week, name in enumerate(WEEKS):
        ingest(store, [write_week(folder, week)], model, "安之若")
        review = review_week(store, parse_week(name), Office(taxonomy), "安之若")
    return review
