import { expect, test } from 'vitest'
import type { Edge, Face, Vector } from '../src/glb'
import { between, describe, pickText, type Pick } from '../src/measure'
import { T } from '../src/text'

const at: Vector = [0, 0, 0]
const face = (more: Partial<Face>): Pick => ({
  kind: 'face',
  body: 0,
  point: at,
  middle: at,
  face: { number: 4, first: 0, count: 3, kind: 'plane', area: 12, ...more },
})
const edge = (more: Partial<Edge>): Pick => ({
  kind: 'edge',
  body: 0,
  point: at,
  edge: { number: 7, first: 0, count: 2, kind: 'line', length: 5, ends: [at, [5, 0, 0]], ...more },
})
const point = (place: Vector): Pick => ({ kind: 'point', body: 0, at: place, point: place })
const values = (a: Pick, b: Pick) => Object.fromEntries(between(a, b).map((row) => [row.label, row.value]))

const floor = face({ at: [0, 0, 0], normal: [0, 0, -1] })
const roof = face({ at: [3, 9, 6], normal: [0, 0, 1] })
const wall = face({ at: [0, 0, 0], normal: [1, 0, 0] })
const hole = (x: number, y: number) => face({ kind: 'cylinder', at: [x, y, 2], axis: [0, 0, 1], diameter: 8, inner: true })

test('two parallel faces have a distance and no angle', () => {
  expect(values(floor, roof)).toEqual({ [T.distance]: '6 mm', [T.angle]: '0°' })
})

test('two faces that meet have an angle and no distance', () => {
  expect(values(floor, wall)).toEqual({ [T.angle]: '90°' })
})

test('two holes are as far apart as their axes', () => {
  expect(values(hole(0, 0), hole(30, 40))[T.distance]).toBe('50 mm')
})

test('a hole is as far from a wall as its axis', () => {
  expect(values(hole(12, 7), wall)[T.distance]).toBe('12 mm')
  expect(values(wall, hole(12, 7))[T.angle]).toBe('0°')
})

test('a hole has no distance from the face that it goes through, but an angle', () => {
  expect(values(hole(12, 7), floor)).toEqual({ [T.angle]: '90°' })
})

test('two corners have a distance and its parts along the axes', () => {
  expect(values(point([1, 2, 3]), point([4, 6, 3]))).toEqual({ [T.distance]: '5 mm', 'ΔX, ΔY, ΔZ': '3, 4, 0' })
})

test('skew edges are as far apart as the lines on which they lie', () => {
  const above = edge({ ends: [[0, 0, 7], [0, 5, 7]] })
  expect(values(edge({}), above)).toEqual({ [T.distance]: '7 mm', [T.angle]: '90°' })
})

test('a free-form face is not measured here, by its triangles', () => {
  expect(values(face({ kind: 'surface' }), floor)).toEqual({})
})

test('any pick is named so that the server can measure it', () => {
  expect(pickText(floor)).toBe('face:0:4')
  expect(pickText({ ...edge({}), body: 2 } as Pick)).toBe('edge:2:7')
  expect(pickText(point([1, -2.5, 0]))).toBe('point:1,-2.5,0')
})

test('a hole is described by its diameter, a round edge also by its centre', () => {
  expect(describe(hole(0, 0)).map((row) => row.value)).toEqual(['12 mm²', '8 mm'])
  const round = edge({ kind: 'circle', at: [1, 2, 3], axis: [0, 0, 1], diameter: 8, length: 25.13274 })
  expect(describe(round).map((row) => row.value)).toEqual(['25.1327 mm', '8 mm', '1, 2, 3'])
})
