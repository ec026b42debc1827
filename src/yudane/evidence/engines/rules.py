"""Which functions and forms a text may use, by what it is for. What is not named is refused."""

from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The same on DuckDB, PostgreSQL and Spark, by DuckDB's names.
_PORTABLE = _words("""
    + - * / % || ~~ !~~ mod abs round floor ceil ceiling trunc sign sqrt ln exp power pow
    greatest least nullif coalesce
    lower upper length trim ltrim rtrim replace substring substr left right concat split_part position strpos
    regexp_matches starts_with
    count count_star sum min max avg median quantile_disc bool_or bool_and
    string_agg group_concat listagg
    date_part date_trunc to_years to_months to_weeks to_days to_hours to_minutes to_seconds to_microseconds
    row_number rank dense_rank lag lead first_value last_value
    list_value unnest""")

# What documents are taken apart with.
_DOCUMENTS = _words("""
    -> ->> json_extract json_extract_string json_type json_keys json_exists json_each json_array_length
    json_merge_patch json_object json_array to_json from_json json_structure json_value
    // ** ^ & ~~~ ~~* !~~* like_escape not_like_escape
    contains ends_with prefix suffix reverse repeat lpad rpad chr ascii unicode translate levenshtein md5 sha256 hash
    concat_ws array_to_string format printf
    regexp_full_match regexp_replace regexp_extract regexp_extract_all regexp_split_to_array
    string_split string_split_regex str_split str_split_regex
    len array_length list_filter list_transform list_apply list_reduce list_sort list_reverse list_reverse_sort
    list_distinct list_unique list_contains list_has_any list_has_all list_concat list_append list_prepend list_slice
    list_extract list_min list_max list_sum list_count list_position list_zip flatten array_extract array_slice
    generate_subscripts
    row struct_pack struct_extract map map_entries map_from_entries map_keys map_values map_extract element_at cardinality
    list array_agg arg_min arg_max min_by max_by bit_or histogram
    strptime try_strptime strftime make_date make_timestamp epoch epoch_ms to_timestamp timezone isfinite isnan
    last_day year month day hour minute second dayofweek isodow week""")

AGGREGATES = _words("""
    count count_star sum min max avg median quantile_disc bool_or bool_and string_agg group_concat listagg list array_agg
    arg_min arg_max min_by max_by bit_or histogram""")
ORDERED = _words("string_agg group_concat listagg list array_agg")  # their order shows in the result
SORTS = _words("list_sort list_reverse_sort")
PLACED = _words("row_number rank dense_rank lag lead first_value last_value")  # need an order
TABLES = {"json_each": ("key", "value", "type", "atom", "id", "parent", "fullkey", "path"), "unnest": ("unnest",)}


@dataclass(frozen=True)
class Rules:
    """What one kind of text may use. `documents`: the forms by which documents are taken apart."""

    name: str
    functions: frozenset[str]
    documents: bool = False


CHECK = Rules("check", _PORTABLE)
VIEW = Rules("view", _PORTABLE | {"timezone", "list_has_all", "regexp_extract", "bit_or", "&"})
ANSWER = Rules("answer", _PORTABLE | {"to_json", "chr", "error"}, documents=True)  # a check with what we put around it
MAP = Rules("map", _PORTABLE | _DOCUMENTS, documents=True)
