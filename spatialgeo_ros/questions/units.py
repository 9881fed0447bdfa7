"""Units of lengths and volumes: what people call them, and numbers with their uncertainty in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

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
VOLUME_WORDS = {"m^3": "m³", "l": "litres", "cm^3": "cm³", "mm^3": "mm³", "in^3": "in³", "ft^3": "ft³"}
_CUBIC_METRES_PER_UNIT = {"l": 0.001} | {f"{unit}^3": metres**3 for unit, metres in METRES_PER_UNIT.items()}
_LITRES = {
    "l": "l",
    "litre": "l",
    "litres": "l",
    "ml": "cm^3",
    "millilitre": "cm^3",
    "millilitres": "cm^3",
    "cc": "cm^3",
}


def volume_unit_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """ "litres", "cubic feet", "feet cubed", "cm3": the unit, a key of VOLUME_WORDS, and where it ends."""
    word, following = (*words[at : at + 2], "", "")[:2]
    if word in _LITRES:
        return _LITRES[word], at + 1
    if word == "cubic" and following in UNIT_WORDS:
        return f"{UNIT_WORDS[following]}^3", at + 2
    if word not in UNIT_WORDS:
        return None
    for power in (("cubed",), ("3",), ("^", "3")):
        end = at + 1 + len(power)
        if tuple(words[at + 1 : end]) == power and (power == ("cubed",) or end == len(words)):
            return f"{UNIT_WORDS[word]}^3", end
    return None


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


def volume(value_m3: float, std_m3: float = math.nan, unit: str = "") -> str:
    """ "3.2 ± 0.4 litres". unit "": litres below a cubic metre, else cubic metres."""
    unit = unit or ("l" if abs(value_m3) < 1.0 else "m^3")
    per_unit = _CUBIC_METRES_PER_UNIT[unit]
    return f"{rounded(value_m3 / per_unit, std_m3 / per_unit)} {VOLUME_WORDS[unit]}"
