"""What several tests share: the project's folders, a small labelled set, the default model."""

import json
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from nlp.corpus import LabelledLetter, load_letters
from nlp.pipeline import Pipeline
from nlp.settings import Settings
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.training import TrainingInput, train

ROOT = Path(__file__).resolve().parent.parent
A_CLASS = 24

# A test says what is right, never how fast: a busy machine must not make one fail.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(home=ROOT, model=ROOT / "models" / "petitions")


@pytest.fixture(scope="session")
def taxonomy(settings: Settings) -> Taxonomy:
    return load_taxonomy(settings.taxonomy)


@pytest.fixture(scope="session")
def corpus(settings: Settings, taxonomy: Taxonomy) -> list[LabelledLetter]:
    return load_letters([settings.letters], taxonomy)


@pytest.fixture(scope="session")
def some_letters(corpus: list[LabelledLetter], taxonomy: Taxonomy) -> list[LabelledLetter]:
    """The first letters of each category: enough to fit on in a second."""
    return [x for code in taxonomy.codes for x in [y for y in corpus if y.label == code and y.text][:A_CLASS]]


@pytest.fixture(scope="session")
def small_model(
    some_letters: list[LabelledLetter], settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A model folder trained on a few letters; copy it before spoiling it."""
    folder = tmp_path_factory.mktemp("small")
    letters = folder / "letters.jsonl"
    letters.write_text("".join(x.model_dump_json(exclude_none=True) + "\n" for x in some_letters), encoding="utf-8")
    train(TrainingInput((letters,), settings.taxonomy, settings.lexicon), folder / "model", name="small")
    return folder / "model"


@pytest.fixture(scope="session")
def pipeline(settings: Settings) -> Pipeline:
    """The default model, as `make model` builds it."""
    return Pipeline.load(settings.model)


@pytest.fixture
def write_jsonl(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: object, name: str = "letters.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write
