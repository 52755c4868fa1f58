import { expect, test } from 'vitest'
import { niceStep, rangeOf } from '../src/ranges'

const length = (value: number, low: number | null = 0.01, high: number | null = 10000) =>
  rangeOf({ value, unit: 'mm', low, high })

test.each([0.4, 3, 6.6, 8, 12.7, 13.44, 80, 100, 160, 1234.5, 9000])('%d mm lies within its own range and on a step', (value) => {
  const { low, high, step } = length(value)
  expect(low).toBeLessThanOrEqual(value)
  expect(high).toBeGreaterThanOrEqual(value)
  expect(Math.abs((value - low) / step - Math.round((value - low) / step))).toBeLessThan(1e-6)
  expect((high - low) / step).toBeGreaterThan(20)
})

test('the range lies around the value and not between the widest limits', () => {
  expect(length(100)).toEqual({ low: 20, high: 250, step: 1 })
})

test('a range stays within the limits of the size', () => {
  expect(length(100, 90, 120)).toEqual({ low: 90, high: 120, step: 1 })
})

test('a number of things moves by whole ones from one on', () => {
  expect(rangeOf({ value: 4, unit: 'count', low: null, high: null })).toEqual({ low: 1, high: 10, step: 1 })
})

test('an angle goes to 180°, a larger one to 360°', () => {
  expect(rangeOf({ value: 45, unit: '°', low: null, high: null })).toEqual({ low: 0, high: 180, step: 1 })
  expect(rangeOf({ value: 270, unit: '°', low: null, high: null }).high).toBe(360)
})

test('a size of nothing and one below zero can move to both sides or away from zero', () => {
  expect(length(0, null, null)).toEqual({ low: -10, high: 10, step: 0.5 })
  const below = length(-20, null, null)
  expect(below.low).toBeLessThan(-20)
  expect(below.high).toBeLessThan(0)
})

test('a step is 1, 2 or 5 times a power of ten', () => {
  expect([0.08, 0.1, 0.66, 1.6, 2, 55].map(niceStep)).toEqual([0.05, 0.1, 0.5, 1, 2, 50])
})
