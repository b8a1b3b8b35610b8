import numpy as np
import pytest
from scipy import sparse
from sklearn.naive_bayes import ComplementNB

from nlp.classifier.calibrated import BlendedLinear, support_vectors

COUNTS = sparse.csr_matrix(np.random.default_rng(0).poisson(0.4, size=(120, 30)).astype(np.float32))
THREE = np.array(["debt", "policy", "other"])[(COUNTS[:, :3].toarray() + np.array([0.1, 0, 0.05])).argmax(axis=1)]
TWO = np.where(THREE == "debt", "debt", "other")


@pytest.mark.parametrize("labels", [TWO, THREE])
def test_a_blend_agrees_where_both_machines_agree(labels: np.ndarray) -> None:
    blend = BlendedLinear().fit(COUNTS, labels)
    vectors = support_vectors(0.5).fit(COUNTS, labels).predict(COUNTS)
    bayes = ComplementNB(alpha=0.1).fit(COUNTS, labels).predict(COUNTS)
    both = vectors == bayes
    assert both.sum() > 60
    assert np.mean(blend.predict(COUNTS)[both] == vectors[both]) > 0.95


@pytest.mark.parametrize(("labels", "rows"), [(TWO, 1), (THREE, 3)])
def test_a_blend_keeps_the_shapes_of_a_linear_machine(labels: np.ndarray, rows: int) -> None:
    blend, vectors = BlendedLinear().fit(COUNTS, labels), support_vectors(0.5).fit(COUNTS, labels)
    assert blend.coef_.shape == vectors.coef_.shape == (rows, COUNTS.shape[1])
    assert blend.decision_function(COUNTS).shape == vectors.decision_function(COUNTS).shape
    np.testing.assert_array_equal(blend.classes_, vectors.classes_)


def test_neither_machine_drowns_the_other_by_the_size_of_its_margins() -> None:
    blend = BlendedLinear().fit(COUNTS * 1000, THREE)
    own = support_vectors(0.5).fit(COUNTS * 1000, THREE).decision_function(COUNTS * 1000)
    left = blend.decision_function(COUNTS * 1000) - own / np.std(own - own.mean(axis=1, keepdims=True))
    assert 0.5 < np.std(left - left.mean(axis=1, keepdims=True)) < 2
