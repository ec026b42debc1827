"""What may be said of a text before it is parsed: whoever parses a stranger's text must not be the one who suffers.

The parser copies the operand of CASE and the definition of a named window once for each use, so texts that would make it
copy much are refused first. Forms of strings and comments that a value could hide in are refused too.
"""

import re

MAX_WORDS = 8_000
MAX_NESTED = 60  # parentheses and brackets in one another
MAX_OPERAND = 40  # words between CASE and its first WHEN

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n\r]* | /\*.*?\*/ | \s+ | \$\w* | [^\W\d][\w$]* | \d+(?:\.\d*)?(?:[eE][+-]?\d+)? | . """,
    re.VERBOSE | re.DOTALL,
)
_PARAMETER = re.compile(r"\$[a-z_][a-z0-9_]*")


def refused(sql: str) -> str | None:
    """The form that is refused, None where the text may be parsed."""
    if "\r" in sql.replace("\r\n", ""):
        return "a line that ends by \\r alone"
    words: list[str] = []
    before = ""
    for match in _TOKEN.finditer(sql):
        word = match.group()
        if what := _form(word, before):
            return what
        before = word
        if not word.isspace() and not word.startswith(("--", "/*")):
            words.append(word.lower() if word.isascii() else word)
    if len(words) > MAX_WORDS:
        return f"more than {MAX_WORDS} words"
    return next((what for what in (_nested(words), _copied(words)) if what), None)


def _form(word: str, before: str) -> str | None:
    """A string or comment that reads differently here and there, or a parameter that is none."""
    if not word.isascii() and (word.isspace() or (len(word) == 1 and not word.isalpha())):
        return f"U+{ord(word[0]):04X}"
    if before[:1].isdigit() and (word[0].isalnum() or word[0] in "_."):
        return f"{before}{word}"
    if word.lower() in ("cube", "rollup"):
        return word
    if word in ("'", '"') or before + word == "/*":
        return "a string or comment without an end"
    if word.startswith("'") and before.lower() in ("e", "b", "x", "n", "&"):
        return f"{before}'...'"
    if word.startswith("/*") and "/*" in word[2:]:
        return "a comment in a comment"
    if word == "?" or (word.startswith("$") and not _PARAMETER.fullmatch(word)):
        return word
    return word if "$" in word and word[0] not in "'\"-/$" else None


def _nested(words: list[str]) -> str | None:
    depth = 0
    for word in words:
        depth += (word in "([{") - (word in ")]}")
        if depth > MAX_NESTED:
            return f"more than {MAX_NESTED} parentheses in one another"
    return None


def _copied(words: list[str]) -> str | None:
    """A CASE over a long operand, or over another CASE; a long window with a name."""
    for place, word in enumerate(words):
        if word == "case" and not _short_operand(words[place + 1 : place + MAX_OPERAND + 2]):
            return "case of a long operand"
        if word == "window" and (words[place + 2 : place + 4] != ["as", "("] or _long_window(words, place)):
            return "a long window with a name"
    return None


def _short_operand(words: list[str]) -> bool:
    """What stands between CASE and its WHEN is short and plain; a word WHEN that is a name ends nothing."""
    depth, before = 0, ""
    for word in words:
        if word == "when":
            return depth == 0 and before not in (".", "as")
        if word in ("case", "select", "from"):
            return False
        depth += (word in "([{") - (word in ")]}")
        before = word
    return False


def _long_window(words: list[str], place: int) -> bool:
    """WINDOW name AS (definition), name AS (definition): whether one of them is long."""
    while words[place + 2 : place + 4] == ["as", "("]:
        end = _closing(words, place + 3)
        if end - place > MAX_OPERAND:
            return True
        if words[end + 1 : end + 2] != [","]:
            return False
        place = end + 1
    return False


def _closing(words: list[str], opening: int) -> int:
    """The place of the parenthesis that closes one, or beyond the end."""
    depth = 0
    for place in range(opening, len(words)):
        depth += (words[place] == "(") - (words[place] == ")")
        if not depth:
            return place
    return len(words) + MAX_OPERAND
