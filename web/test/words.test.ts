import { expect, test } from 'vitest'
import { messageOf } from '../src/actions'
import { titleOf } from '../src/files'
import { Problem } from '../src/api'
import type { Face, Vector } from '../src/glb'
import { told } from '../src/sizes'
import type { Size } from '../src/types'
import { whereIs } from '../src/viewer'

const problem = (detail: string, more = {}) => new Problem({ status: 422, code: 'invalid_design', detail, ...more })

test('what is wrong is said once', () => {
  const problems = [{ path: 'bodies[0].base.file', message: 'it can not be read' }]
  expect(messageOf(problem('bodies[0].base.file: it can not be read', { problems }))).toBe(
    'bodies[0].base.file: it can not be read',
  )
  expect(messageOf(problem('Two things.', { problems, hint: 'Try again.' }))).toBe(
    'Two things.\nbodies[0].base.file: it can not be read\nTry again.',
  )
})

const size = (path: string, kind: string, name: string): Size => ({
  path,
  owner: 'bodies[0].features[0]',
  of: 'hole',
  kind,
  name,
  value: 1,
  unit: 'mm',
  low: null,
  high: null,
  derived: false,
})

test('two sizes of one feature with the same name are told apart', () => {
  const names = told([size('a', 'hole', 'diameter'), size('b', 'bolt_circle', 'diameter'), size('c', 'bolt_circle', 'count')])
  expect(names.map((one) => one.name)).toEqual(['diameter', 'bolt circle diameter', 'count'])
})

test('a file gives a model its title, whatever characters its name has', () => {
  expect(titleOf('bearing 6204.STP')).toBe('bearing 6204')
  expect(titleOf('a\u202eb\u0007c.step')).toBe('abc')
  expect(titleOf(`${'x'.repeat(200)}.step`)).toBe('x'.repeat(60))
  expect(titleOf('.step')).toBe('')
})

test('a place on a face is said before its side, where no reading takes it for a size', () => {
  const face = { first: 0, count: 3, kind: 'plane', area: 1, normal: [0, -1, 0] } as Face
  const middle: Vector = [0, 5, 10]
  expect(whereIs({ kind: 'face', body: 0, face, point: [5.94, 5, 10], middle })).toBe('at x=5.9, z=0 on the front')
})
