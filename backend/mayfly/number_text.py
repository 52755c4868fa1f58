"""Writes numbers for people, the same way everywhere."""

from __future__ import annotations


def decimal_text(value: float, decimals: int = 6, *, grouped: bool = False) -> str:
    """Write a number without trailing zeros, never with an exponent: 8, 12.5, 0.125.

    Args:
        value: The number.
        decimals: Digits behind the point, at most.
        grouped: Put commas between thousands.
    """
    text = (f"{value:,.{decimals}f}" if grouped else f"{value:.{decimals}f}").rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def compact_text(value: float, decimals: int = 4) -> str:
    """Write a number of any size without trailing zeros: 80, 0.125, 1e+300.

    Args:
        value: The number.
        decimals: Digits behind the point, at most.
    """
    return f"{round(value, decimals):.12g}"


def length_text(value: float) -> str:
    """Write a length in mm: two decimals at most, below 1 mm three significant digits."""
    return decimal_text(value, 2) if abs(value) >= 1 else f"{value:.3g}"
