"""Units of quantities that are no lengths: behind a number, it is no size of the model."""

from __future__ import annotations

from typing import Final

from mayfly.language.vocabulary import word_set

OTHER_UNITS: Final = word_set(
    "rpm psi kpa mpa pa kg kgs kilos kilo gram grams lb lbs kn nm newton newtons volt volts watt watts "
    "kw km kph mph hz khz litre litres liter liters ml celsius fahrenheit hours hour days day week "
    "weeks months years year euro euros dollars pounds times people amps amp mins minutes seconds "
    "percent"
)
