/** A slider's range of its own around a value: the limits of a part (0.01 to 10,000 mm) are too wide to aim with. */

export interface Limits {
  value: number
  unit: string
  low: number | null
  high: number | null
}

export interface Range {
  low: number
  high: number
  step: number
}

/** Return the range for a size, within its limits; the value lies on a step. */
export function rangeOf({ value, unit, low, high }: Limits): Range {
  const least = low ?? -Infinity
  const most = high ?? Infinity
  if (unit === 'count')
    return { low: Math.max(least, Math.min(1, value)), high: Math.min(most, Math.max(2 * value, value + 6)), step: 1 }
  if (unit === '°') return { low: Math.max(least, Math.min(0, value)), high: Math.min(most, value > 180 ? 360 : 180), step: onStep(value, 1) }
  const size = Math.abs(value)
  const step = onStep(value, size ? niceStep(size / 100) : 0.5)
  const wide = size ? { low: size / 5, high: size * 2.5 } : { low: -10, high: 10 }
  const [from, to] = value < 0 ? [-wide.high, -wide.low] : [wide.low, wide.high]
  const grid = (number: number, round: (value: number) => number) => clean(round(clean(number / step)) * step)
  return {
    low: Math.max(grid(from, Math.floor), grid(least === -Infinity ? from : least, Math.ceil)),
    high: Math.min(grid(to, Math.ceil), grid(most === Infinity ? to : most, Math.floor)),
    step,
  }
}

/** Return 1, 2 or 5 times a power of ten, at most the given size. */
export function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  const part = clean(size / power)
  return clean((part >= 5 ? 5 : part >= 2 ? 2 : 1) * power)
}

/** Return a step on which the value lies: the given one, or a tenth or a hundredth of it. */
function onStep(value: number, step: number): number {
  for (const finer of [1, 2, 5, 10, 20, 50, 100]) {
    const steps = (value / step) * finer
    if (Math.abs(steps - Math.round(steps)) < 1e-6) return clean(step / finer)
  }
  return clean(step / 100)
}

function clean(value: number): number {
  return Number(value.toPrecision(12))
}
