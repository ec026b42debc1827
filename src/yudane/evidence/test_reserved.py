"""Names that SQL means something else by."""

from yudane.contracts.reserved import sql_word
from yudane.evidence.engines.database import connect


def test_words_that_sql_keeps_for_itself_are_known() -> None:
    with connect() as con:
        reserved = con.rows("select keyword_name from duckdb_keywords() where keyword_category = 'reserved'")
    assert all(sql_word(word) for (word,) in reserved)
