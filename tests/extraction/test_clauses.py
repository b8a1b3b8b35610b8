from nlp.extraction.clauses import clause_around, clause_span, join_neighbours


def test_a_clause_ends_at_punctuation() -> None:
    assert clause_around("改制时，每人补偿一万二的安置费，至今未发", 8, 11) == ("每人补偿", "的安置费")


def test_a_letter_without_punctuation_is_cut() -> None:
    assert clause_span("长" * 100, 50, 52) == (20, 82)


def test_neighbours_are_joined_and_strangers_kept_apart() -> None:
    assert list(join_neighbours([(6, 8), (0, 5), (20, 22)])) == [(0, 8), (20, 22)]
