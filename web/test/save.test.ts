import { expect, test } from 'vitest'
import { fileName, pathOf } from '../src/save'
import { PLAIN_LOOK, set } from '../src/store'
import type { Model } from '../src/types'

const model = { url: '/models/a-1', model_url: '/temp_models/a-1.step', preview_url: '/models/a-1/preview.svg' } as Model

test('a unit is asked for only where a format can have it', () => {
  expect(pathOf('stl', model, 'mm')).toBe('/models/a-1/model.stl')
  expect(pathOf('stl', model, 'in')).toBe('/models/a-1/model.stl?unit=in')
  expect(pathOf('step', model, 'in')).toBe('/temp_models/a-1.step')
  expect(pathOf('glb', model, 'in')).toBe('/models/a-1/model.glb')
})

test('a DXF is of the section that is shown', () => {
  set({ look: { ...PLAIN_LOOK, section: { axis: 'y', at: -2.5, flipped: false } } })
  const asked = new URL(pathOf('dxf', model, 'in'), 'http://here')
  expect(Object.fromEntries(asked.searchParams)).toEqual({ section: 'y=-2.5', unit: 'in' })
  set({ look: PLAIN_LOOK })
})

test('a file in inches says so in its name', () => {
  expect(fileName('plate', 'stl', 'in')).toBe('plate-inch.stl')
  expect(fileName('plate', 'stl', 'mm')).toBe('plate.stl')
  expect(fileName('plate', 'step', 'in')).toBe('plate.step')
})
