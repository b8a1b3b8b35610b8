"""``petitions corpus``: checks while letters are being composed."""

from pathlib import Path
from typing import Annotated

import typer

from nlp.settings import Settings

__all__ = ["corpus_app"]

corpus_app = typer.Typer(help="编写语料时用的检查。", no_args_is_help=True)


@corpus_app.command("check")
def corpus_check(
    folder: Annotated[Path | None, typer.Argument(help="语料文件夹；不写就查默认语料。", show_default=False)] = None,
    against: Annotated[
        list[Path] | None, typer.Option("--against", help="不许照抄的来信（.jsonl、.jsonl.gz），可多次给出。")
    ] = None,
) -> None:
    """检查语料：字段、配额、雷同、套话、只改数字、反复用的名字，以及是否照抄了别处的来信。

    例：`petitions corpus check --against 真实来信.jsonl.gz`
    """
    from nlp.corpus import check_corpus, check_matters, check_sentences, load_letters, load_quotas
    from nlp.corpus.letters import foreign_texts
    from nlp.taxonomy import load_taxonomy

    settings = Settings.from_environment()
    taxonomy = load_taxonomy(settings.taxonomy)
    letters, quotas = load_letters([folder or settings.letters], taxonomy), load_quotas(settings.quotas)
    matters = [] if folder else load_letters([settings.matters], taxonomy)
    sentences = [] if folder else _sentences(settings)
    foreign = list(foreign_texts(against or []))
    faults = [
        *check_corpus(letters, taxonomy, quotas, foreign),
        *check_matters(matters, quotas, foreign),
        *check_sentences(sentences, quotas, foreign),
    ]
    for fault in faults:
        typer.echo(str(fault))
    typer.echo(
        f"{len(letters)} 封"
        + (f"，一句话事由 {len(matters)} 条，单句 {len(sentences)} 条" if not folder else "")
        + f"，问题 {len(faults)} 处。"
    )
    raise typer.Exit(2 if faults else 0)


@corpus_app.command("card")
def write_corpus_card() -> None:
    """写语料卡 corpora/README.md：数量、第二读者一致率、怎么编写的、缺什么。"""
    from nlp.corpus import corpus_card, load_letters, load_quotas, load_second_reading
    from nlp.taxonomy import load_taxonomy

    settings = Settings.from_environment()
    taxonomy = load_taxonomy(settings.taxonomy)
    letters = load_letters([settings.letters], taxonomy)
    second = load_second_reading(settings.second_reading, taxonomy)
    card = settings.letters.parent / "README.md"
    matters, quotas = load_letters([settings.matters], taxonomy), load_quotas(settings.quotas)
    page = corpus_card(letters, matters, _sentences(settings), second, taxonomy, quotas)
    card.write_text(page, encoding="utf-8", newline="\n")
    typer.echo(f"语料卡：{card}")


def _sentences(settings: Settings) -> list[tuple[str, frozenset[str]]]:
    from nlp.classifier import STATED
    from nlp.corpus import parse_sentences

    return parse_sentences(settings.statements.read_text(encoding="utf-8"), settings.statements.name, STATED)
