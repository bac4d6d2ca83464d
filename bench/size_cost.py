"""Print the size of the product's code as JSON. Run in the tree to be measured."""

import ast
import io
import json
from pathlib import Path
import tokenize

_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def lines_of_code(source: str) -> int:
    """Return the number of lines that hold code: no docstring, no comment, not blank."""
    tree = ast.parse(source)
    documentation = {
        line
        for node in ast.walk(tree)
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


if __name__ == "__main__":
    sources = [path.read_text() for path in Path("custom_components").rglob("*.py")]
    print(  # noqa: T201
        json.dumps(
            {
                "lines_of_code": sum(map(lines_of_code, sources)),
                "lines": sum(len(source.splitlines()) for source in sources),
                "files": len(sources),
            }
        )
    )
