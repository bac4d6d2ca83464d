"""Write the size of the product's code in the working directory as rows of JSON: ``size_cost.py FILE``."""

import ast
import io
import json
from pathlib import Path
import sys
import tokenize
from typing import Final

_NO_CODE: Final = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def lines_of_code(source: str) -> int:
    """Return the number of lines that hold code: no docstring, no comment, not blank."""
    documentation = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in _NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - documentation)


def main(path: str) -> None:
    """Count all modules. A limit applies to the code, not to how well it is explained."""
    sources = [file.read_text() for file in Path("custom_components").rglob("*.py")]
    counts = {
        "lines of code": sum(map(lines_of_code, sources)),
        "lines with docstrings, comments and blank ones": sum(
            len(source.splitlines()) for source in sources
        ),
        "modules": len(sources),
    }
    rows = [
        {"key": key, "measured": f"{number}", "is_judged": key == "lines of code"}
        for key, number in counts.items()
    ]
    Path(path).write_text(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
