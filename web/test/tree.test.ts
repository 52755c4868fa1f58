import { expect, test } from 'vitest'
import type { Part } from '../src/glb'
import { treeOf, type Branch } from '../src/tree'

const part = (path: string[], name: string, id = [...path, name].join(' / ')): Part => ({
  id,
  name,
  path,
  body: 0,
  triangles: [],
  lines: null,
})
const shown = (branches: Branch[]): unknown[] =>
  branches.map((one) => (one.part ? one.name : [one.name, ...shown(one.branches)]))

test('parts without an assembly are a list', () => {
  expect(shown(treeOf([part([], 'base'), part([], 'post')]))).toEqual(['base', 'post'])
})

test('an assembly in an assembly is a branch in a branch, however deep', () => {
  const parts = [part(['cart', 'wheel'], 'rim'), part(['cart', 'wheel'], 'tyre'), part(['cart'], 'bed'), part([], 'load')]
  expect(shown(treeOf(parts))).toEqual([['cart', ['wheel', 'rim', 'tyre'], 'bed'], 'load'])
  expect(treeOf(parts)[0]!.ids).toEqual(['cart / wheel / rim', 'cart / wheel / tyre', 'cart / bed'])
})

test('parts of the same name are told apart', () => {
  const bolts = [part([], 'bolt'), part([], 'bolt', 'bolt #2')]
  expect(treeOf(bolts).map((one) => [one.name, one.ids[0]])).toEqual([
    ['bolt', 'bolt'],
    ['bolt #2', 'bolt #2'],
  ])
})
