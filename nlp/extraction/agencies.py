"""Offices a letter names: whom it was sent to, who answered, who is asked to act; never who is accused of anything."""

from collections.abc import Iterator

from nlp.extraction.scan import Words
from nlp.letter import Signal

__all__ = ["find_agencies"]

_NAMES = {  # the usual name today, and the names that people and older letters use
    "国资委": "国有资产监督管理委员会 国资委 国资办 国资局 国有资产管理局",
    "信访局": "信访局 信访办 信访处 信访科 信访中心 信访接待室",
    "人社局": "人力资源和社会保障局 人力资源和社会保障厅 人社局 人社厅 劳动和社会保障局 劳动保障局 "
    "劳动人事局 劳动局 劳动厅 人事局 人事厅",
    "劳动监察": "劳动监察大队 劳动监察支队 劳动保障监察 劳动监察",
    "仲裁委": "劳动人事争议仲裁委员会 劳动争议仲裁委员会 劳动仲裁委 劳动仲裁院 仲裁委员会 仲裁委 仲裁院",
    "社保中心": "社会保险事业管理局 社会保险局 社会保险中心 社保中心 社保局 社保大厅 社保科 社保所 社保办",
    "医保局": "医疗保障局 医保局 医保中心 医保办",
    "公积金中心": "住房公积金管理中心 公积金管理中心 公积金中心",
    "法院": "人民法院 中级法院 高级法院 法院 中院 省高院",
    "检察院": "人民检察院 检察院",
    "纪委监委": "纪律检查委员会 纪检监察组 纪检组 纪委监委 纪委 监察委 监委 监察局",
    "公安局": "公安局 公安分局 公安厅 派出所 经侦支队 经侦大队 刑警队",
    "工会": "总工会 省总工会 市总工会",
    "民政局": "民政局 民政厅 民政办 民政所",
    "住建局": "住房和城乡建设局 住房城乡建设局 住建局 住建厅 房管局 房产局 房地产管理局 建设局 房改办",
    "自然资源局": "自然资源局 自然资源和规划局 不动产登记中心 国土资源局 国土局 规划局 土地局",
    "财政局": "财政局 财政厅",
    "审计局": "审计局 审计厅",
    "税务局": "税务局 国税局 地税局",
    "发改委": "发展和改革委员会 发改委 发改局 物价局 计委",
    "经信局": "经济和信息化局 经济和信息化委员会 经信局 经信委 工信局 工信厅 经贸委 经贸局 经济委员会 县经委 "
    "市经委 区经委 体改委 体改办",
    "卫健委": "卫生健康委员会 卫健委 卫健局 卫生局 卫生厅 疾控中心 防疫站",
    "教育局": "教育局 教育厅 教委",
    "生态环境局": "生态环境局 环境保护局 环保局 环保厅",
    "应急管理局": "应急管理局 安监局 安全生产监督管理局",
    "市场监管局": "市场监督管理局 市场监管局 工商行政管理局 工商局 工商所 质监局 消费者协会 消协",
    "交通局": "交通运输局 交通局 交通厅 运管所 公路局",
    "农业农村局": "农业农村局 农业局 农业厅 农垦局 林业局 水利局 畜牧局",
    "商务局": "商务局 商业局 外经贸局 粮食局 供销总社 二轻局 手工业联社 轻工局 机械局 纺织局 化工局 物资局",
    "退役军人事务局": "退役军人事务局 退役军人事务厅 退役军人服务站 军转办 安置办 双拥办",
    "政府": "人民政府 省政府 市政府 县政府 区政府 镇政府 乡政府 州政府 街道办事处 街道办 市府办 县府办 市政府办公室",
    "党委": "省委 市委 县委 区委 组织部 老干部局",
    "政务热线": "市长热线 市长信箱 省长信箱 政务服务热线 12345 12333 12315 12369",
    "巡视巡察": "巡视组 巡察组 督察组 督导组",
    "破产管理人": "破产管理人 破产清算组 清算组 改制领导小组 改制工作组 改制小组 改制办 留守处 留守办 留守组",
}
_CANONICAL = {name: usual for usual, names in _NAMES.items() for name in names.split()}
_MENTION = Words(_CANONICAL)
_LEVELS = frozenset("省市县区州旗镇乡")


def find_agencies(text: str) -> Iterator[Signal]:
    """Yield the offices named in a normalized text; ``value`` is the usual name, without level or place.

    >>> [(s.text, s.value) for s in find_agencies("去过县劳动局和市国资委，信访办没回。")]
    [('县劳动局', '人社局'), ('市国资委', '国资委'), ('信访办', '信访局')]
    """
    for start, end in _MENTION.spans(text):
        usual = _CANONICAL[text[start:end]]
        start -= start > 0 and text[start - 1] in _LEVELS
        yield Signal(start, end, text[start:end], "agencies", usual)
