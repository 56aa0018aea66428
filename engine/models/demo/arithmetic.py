"""Finds and works out arithmetic in a text."""

import ast
import operator
import re
from collections.abc import Callable, Mapping

_EXPRESSION = re.compile(r"(?<![\w.])[(\d][\d\s.()+*/^%-]*[\d)](?![\w])")
_WORDS = (
    (r"[×✕x](?=\s*\d)|\btimes\b|\bmultiplied by\b|乘以|乘", "*"),
    (r"÷|\bdivided by\b|除以", "/"),
    (r"\bplus\b|加上|加", "+"),
    (r"\bminus\b|减去|减|−", "-"),
)
_LARGEST = 10**15
_Number = int | float
_OPERATIONS: Mapping[type[ast.AST], Callable[[_Number, _Number], _Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
}


def expression_in(text: str) -> str | None:
    """Return the longest expression with an operator in `text`, in plain signs; None when there is none."""
    for words, sign in _WORDS:
        text = re.sub(rf"(?<=[\d)\s])\s*(?:{words})\s*(?=[\d(\s])", f" {sign} ", text, flags=re.IGNORECASE)
    found = (match[0].strip() for match in _EXPRESSION.finditer(text))
    sums = [
        candidate
        for candidate in found
        if re.search(r"[\d)]\s*[-+*/^%]\s*[\d(]", candidate) and not _is_date(candidate)
    ]
    return max(sums, key=len, default=None)


def worked_out(expression: str) -> str | None:
    """Return the value of `expression` as text, None when it has none or is too large."""
    try:
        value = _value(ast.parse(expression.replace("^", "**"), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError):
        return None
    whole = int(value) if float(value).is_integer() else round(value, 10)
    return str(whole)


def _value(node: ast.AST) -> _Number:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and abs(node.value) < _LARGEST:
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left), _value(node.right)
        if isinstance(node.op, ast.Pow) and abs(left) <= 1000 and abs(right) <= 10:
            return float(left) ** right if right < 0 else left**right
        if type(node.op) in _OPERATIONS:
            return _OPERATIONS[type(node.op)](left, right)
    raise ValueError("no arithmetic")


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,4}-\d{1,4}(-\d+)*", text) is not None
