"""Length units: what people call them, and numbers with their uncertainty in words."""

from __future__ import annotations

import math

METRES_PER_UNIT = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048}
UNIT_WORDS = {
    "m": "m",
    "metre": "m",
    "metres": "m",
    "cm": "cm",
    "cms": "cm",
    "centimetre": "cm",
    "centimetres": "cm",
    "mm": "mm",
    "millimetre": "mm",
    "millimetres": "mm",
    "in": "in",
    "inch": "in",
    "inches": "in",
    "ft": "ft",
    "foot": "ft",
    "feet": "ft",
}


def length(value_m: float, std_m: float = math.nan, unit: str = "") -> str:
    """ "42 ± 2 cm". unit "": centimetres below a metre, else metres; std NaN: no uncertainty is said."""
    unit = unit or ("cm" if abs(value_m) < 1.0 else "m")
    return f"{rounded(value_m / METRES_PER_UNIT[unit], std_m / METRES_PER_UNIT[unit])} {unit}"


def plain(value_m: float, unit: str = "") -> str:
    """ "30 cm": as somebody would say a length that is exact."""
    unit = unit or ("cm" if abs(value_m) < 1.0 else "m")
    return f"{value_m / METRES_PER_UNIT[unit]:.6g} {unit}"


def rounded(value: float, std: float = math.nan) -> str:
    """ "0.42 ± 0.02": as many digits as the uncertainty leaves; three significant ones when there is none."""
    if not math.isfinite(std) or std <= 0:
        digits = 0 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
        return f"{value:.{min(digits, 3)}f}"
    digits = min(max(0, -math.floor(math.log10(std) + 1e-9)), 4)
    if std * 10**digits < 1.95:  # a leading one deserves a second digit
        digits = min(digits + 1, 4)
    return f"{value:.{digits}f} ± {max(std, 10.0**-digits):.{digits}f}"


def volume(value_m3: float, std_m3: float = math.nan) -> str:
    """Litres below a cubic metre."""
    if abs(value_m3) < 1.0:
        return f"{rounded(value_m3 * 1000, std_m3 * 1000)} litres"
    return f"{rounded(value_m3, std_m3)} m³"
