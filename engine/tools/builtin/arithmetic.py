"""The calculator: arithmetic read as a syntax tree, so that nothing else can be in it."""

import ast
import math
import operator
from collections.abc import Callable, Mapping

from engine.tools.functions import tool_of

Number = int | float

_LONGEST = 1000  # characters of an expression
_LARGEST_BITS = 4096  # of a whole number that a power or factorial may make
_MOST_FACTORIAL = 500

_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "（": "(", "）": ")", "，": ","})
_CONSTANTS: Mapping[str, Number] = {"pi": math.pi, "e": math.e, "tau": math.tau}


def calculate(expression: str) -> str:
    """Return the value of an arithmetic expression, as in `123 * 456` or `sqrt(2) ^ 3`.

    Args:
        expression: An arithmetic expression, as in 123 * 456 or sqrt(2) ** 3; pi and e are known.

    Raises:
        ValueError: it is no arithmetic, has no value, or one that is too large.
    """
    text = expression.translate(_SIGNS).replace("^", "**").strip().rstrip("=")
    if len(text) > _LONGEST:
        raise ValueError(f"an expression has at most {_LONGEST} characters, not {len(text)}")
    try:
        value = _value(ast.parse(text, mode="eval").body)
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError(f"{expression!r} is no arithmetic expression") from None
    except (ArithmeticError, TypeError) as error:
        raise ValueError(f"{expression!r} has no value: {error}") from error
    return _written(value)


def _value(node: ast.AST) -> Number:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _SIGNED:
            return _SIGNED[type(op)](_value(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            return _bounded(_OPERATIONS[type(op)](_value(left), _value(right)))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _bounded(_FUNCTIONS[name](*map(_value, arguments)))
    raise ValueError(f"arithmetic has no {ast.unparse(node)!r}")


def _bounded(value: Number) -> Number:
    if isinstance(value, complex):
        raise ValueError("the value is no real number")
    if isinstance(value, int) and value.bit_length() > _LARGEST_BITS:
        raise ValueError("the value is too large")
    return value


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, int) and isinstance(exponent, int) and abs(base).bit_length() * exponent > _LARGEST_BITS:
        raise ValueError("the value is too large")
    result: Number = base**exponent
    return result


def _factorial(number: Number) -> Number:
    if number > _MOST_FACTORIAL:
        raise ValueError(f"factorials go up to {_MOST_FACTORIAL}")
    return math.factorial(int(number))


def _round(number: Number, digits: Number = 0) -> Number:
    return round(number, int(digits))


def _written(value: Number) -> str:
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise ValueError("the value is too large")
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")


_SIGNED: Mapping[type[ast.AST], Callable[[Number], Number]] = {ast.USub: operator.neg, ast.UAdd: operator.pos}
_OPERATIONS: Mapping[type[ast.AST], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
_FUNCTIONS: Mapping[str, Callable[..., Number]] = {
    **{name: getattr(math, name) for name in ("sqrt", "exp", "log", "log2", "log10", "floor", "ceil", "degrees")},
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "radians")},
    "abs": abs,
    "min": min,
    "max": max,
    "round": _round,
    "pow": _power,
    "factorial": _factorial,
}

calculator = tool_of(
    calculate,
    provider="calculator",
    name="calculator",
    label="Calculator",
    description="Works out an arithmetic expression exactly.",
    use_cases=("sums and percentages", "roots and powers"),
    repeatable=True,
)
