import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { boxOf, ownerOf, readGlb } from '../src/glb'

/** A plate of 40 x 30 x 6 mm with a hole of 8 mm through its middle, as the server sent it. */
const file = readFileSync(new URL('./plate.glb', import.meta.url))
const plate = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer

test('a GLB of the server is read with its parts, triangles and edges', () => {
  const { parts } = readGlb(plate)
  expect(parts.map((part) => part.name)).toEqual(['plate'])
  expect(parts[0]!.triangles[0]!.indices.length % 3).toBe(0)
  expect(parts[0]!.lines!.edges.length).toBe(14)
})

test('its box is in millimetres with Z up, whatever the matrix of the file says', () => {
  const [low, high] = boxOf(readGlb(plate))
  const sides = high.map((value, axis) => value - low[axis]!)
  expect(sides.map((side) => Math.round(side * 1e4) / 1e4)).toEqual([40, 30, 6])
})

test('every triangle belongs to one face, which knows its exact geometry', () => {
  const { faces, indices } = readGlb(plate).parts[0]!.triangles[0]!
  const owners = Array.from({ length: indices.length / 3 }, (_, triangle) => ownerOf(faces, triangle * 3))
  expect(owners.every(Boolean)).toBe(true)
  const hole = faces.find((face) => face.kind === 'cylinder')!
  expect(hole.diameter).toBe(8)
  expect(hole.inner).toBe(true)
  const top = faces.find((face) => face.normal?.[2] === 1)!
  expect(top.area).toBeCloseTo(40 * 30 - Math.PI * 16, 5)
})

test('what is no GLB is refused', () => {
  expect(() => readGlb(new TextEncoder().encode('{"a": "problem, and not a model at all"}').buffer as ArrayBuffer)).toThrow('not a GLB')
  expect(() => readGlb(plate.slice(0, 400))).toThrow()
})
