import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Drafts, type Wanted } from '../src/drafts'

interface Asked {
  wanted: Wanted
  signal: AbortSignal
  answer: (size: number) => Promise<void>
}

let asked: Asked[]
let shown: unknown[]
let failed: unknown[]
let drafts: Drafts
let busy: boolean[]

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  shown = []
  failed = []
  busy = []
  drafts = new Drafts(
    (_, wanted) => shown.push(wanted.body),
    (error) => failed.push(error),
    (wanted, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')))
        asked.push({
          wanted,
          signal,
          answer: async (size) => {
            resolve(new ArrayBuffer(size))
            await vi.advanceTimersByTimeAsync(0)
          },
        })
      }),
    (on) => busy.push(on),
  )
})
afterEach(() => void vi.useRealTimers())

const move = (body: number, coarse = true) => drafts.want({ body, coarse })
const bodies = () => asked.map((one) => one.wanted.body)

test('while one is drawn, only the newest of the others waits', async () => {
  for (const value of [1, 2, 3, 4]) move(value)
  expect(bodies()).toEqual([1])
  await asked[0]!.answer(1)
  expect(bodies()).toEqual([1, 4])
  await asked[1]!.answer(1)
  expect(shown).toEqual([1, 4])
})

test('one that takes long is given up for a newer one, and its build ends', async () => {
  move(1)
  await vi.advanceTimersByTimeAsync(300)
  move(2)
  expect(asked[0]!.signal.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  expect(asked[0]!.signal.aborted).toBe(true)
  expect(bodies()).toEqual([1, 2])
  expect(failed).toEqual([])
})

test('a slow model moves, too: never two in a row are given up', async () => {
  for (const value of [1, 2, 3]) {
    move(value)
    await vi.advanceTimersByTimeAsync(1000)
  }
  expect(asked[0]!.signal.aborted).toBe(true)
  expect(asked[1]!.signal.aborted).toBe(false)
  await asked[1]!.answer(1)
  expect(shown).toEqual([2])
})

test('an answer that is kept is shown at once and not asked for again', async () => {
  move(1)
  await asked[0]!.answer(1)
  move(2)
  await asked[1]!.answer(1)
  move(1)
  expect(shown).toEqual([1, 2, 1])
  expect(asked.length).toBe(2)
})

test('a fine answer also serves where a coarse one would do, not the other way round', async () => {
  move(1, false)
  await asked[0]!.answer(1)
  move(1, true)
  expect(asked.length).toBe(1)
  move(2, true)
  await asked[1]!.answer(1)
  move(2, false)
  expect(asked.length).toBe(3)
})

test('after a stop nothing more is shown', async () => {
  move(1)
  drafts.stop()
  await asked[0]!.answer(1)
  expect(shown).toEqual([])
  expect(asked[0]!.signal.aborted).toBe(true)
})

test('it is said while a draft is on its way, and no longer', async () => {
  move(1)
  move(2)
  expect(busy).toEqual([true])
  await asked[0]!.answer(1)
  expect(busy).toEqual([true])
  await asked[1]!.answer(1)
  expect(busy).toEqual([true, false])
  move(3)
  drafts.stop()
  expect(busy).toEqual([true, false, true, false])
})

test('a fine draft makes way sooner than a coarse one, and may be given up each time', async () => {
  for (let round = 0; round < 3; round++) {
    move(2 * round, false)
    move(2 * round + 1)
    await vi.advanceTimersByTimeAsync(90)
    expect(asked.at(-1)!.signal.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(20)
    expect(asked.at(-2)!.signal.aborted).toBe(true)
    await asked.at(-1)!.answer(1)
  }
  expect(shown).toEqual([1, 3, 5])
})

test('a coarse draft that takes long is not given up for the fine one of the same sizes', async () => {
  move(1)
  await vi.advanceTimersByTimeAsync(250)
  move(1, false)
  await vi.advanceTimersByTimeAsync(2000)
  expect(asked[0]!.signal.aborted).toBe(false)
  await asked[0]!.answer(1)
  expect(shown).toEqual([1])
  expect(asked.map((one) => one.wanted.coarse)).toEqual([true, false])
})
