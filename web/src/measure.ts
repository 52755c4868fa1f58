/** Measures what was picked, from the exact geometry of the model and never from its triangles. */
import type { Edge, Face, Vector } from './glb'
import { T } from './text'

export type Pick =
  | { kind: 'face'; body: number; face: Face; point: Vector; middle: Vector }
  | { kind: 'edge'; body: number; edge: Edge; point: Vector }
  | { kind: 'point'; body: number; at: Vector; point: Vector }

export interface Row {
  label: string
  value: string
}

const PARALLEL = 1e-7

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const length = (a: Vector): number => Math.hypot(...a)
const unit = (a: Vector): Vector => {
  const size = length(a) || 1
  return [a[0] / size, a[1] / size, a[2] / size]
}

/** Return a number with at most four decimals, and without those that are nought. */
export function number(value: number): string {
  return String(Math.round(value * 1e4) / 1e4 + 0)
}
export const mm = (value: number): string => `${number(value)} mm`
const place = (at: Vector): string => at.map(number).join(', ')

/** What a pick is made of for distances: a point, or a line or plane through a point. */
interface Datum {
  kind: 'point' | 'line' | 'plane'
  at: Vector
  direction: Vector
}

/** Return the rows that say what one pick is. */
export function describe(pick: Pick): Row[] {
  if (pick.kind === 'point') return [{ label: T.point, value: place(pick.at) }]
  if (pick.kind === 'edge') {
    const { edge } = pick
    const rows = [{ label: T.edgeKinds[edge.kind], value: mm(edge.length) }]
    if (edge.diameter !== undefined) rows.push({ label: T.diameter, value: mm(edge.diameter) })
    if (edge.at) rows.push({ label: T.centre, value: place(edge.at) })
    return rows
  }
  const { face } = pick
  const name = face.inner ? T.innerKinds[face.kind] ?? T.faceKinds[face.kind] : T.faceKinds[face.kind]
  const rows = [{ label: name, value: `${number(face.area)} mm²` }]
  if (face.diameter !== undefined) rows.push({ label: T.diameter, value: mm(face.diameter) })
  if (face.tube !== undefined) rows.push({ label: T.tube, value: mm(face.tube) })
  if (face.angle !== undefined) rows.push({ label: T.angle, value: `${number(face.angle)}°` })
  return rows
}

/** Return a pick as the server reads it, which measures the shortest way between any two. */
export function pickText(pick: Pick): string | null {
  if (pick.kind === 'point') return `point:${pick.at.join(',')}`
  const number = pick.kind === 'face' ? pick.face.number : pick.edge.number
  return number === undefined ? null : `${pick.kind}:${pick.body}:${number}`
}

/** Return distance and angle between two picks, as far as planes, axes and centres determine them. */
export function between(first: Pick, second: Pick): Row[] {
  const a = datum(first)
  const b = datum(second)
  if (!a || !b) return []
  const rows: Row[] = []
  const apart = distance(a, b)
  if (apart !== null) rows.push({ label: T.distance, value: mm(apart) })
  if (a.kind === 'point' && b.kind === 'point')
    rows.push({ label: 'ΔX, ΔY, ΔZ', value: place(minus(b.at, a.at)) })
  const turned = angle(a, b)
  if (turned !== null) rows.push({ label: T.angle, value: `${number(turned)}°` })
  return rows
}

function datum(pick: Pick): Datum | null {
  const none: Vector = [0, 0, 0]
  if (pick.kind === 'point') return { kind: 'point', at: pick.at, direction: none }
  if (pick.kind === 'edge') {
    const { edge } = pick
    if (edge.kind === 'circle') return { kind: 'line', at: edge.at!, direction: edge.axis! }
    if (edge.kind === 'line')
      return { kind: 'line', at: edge.ends[0], direction: unit(minus(edge.ends[1], edge.ends[0])) }
    return null
  }
  const { face } = pick
  if (face.kind === 'plane') return { kind: 'plane', at: face.at!, direction: face.normal! }
  if (face.kind === 'sphere') return { kind: 'point', at: face.at!, direction: none }
  return face.axis ? { kind: 'line', at: face.at!, direction: face.axis } : null
}

function distance(a: Datum, b: Datum): number | null {
  const across = minus(b.at, a.at)
  if (a.kind === 'point' && b.kind === 'point') return length(across)
  if (a.kind === 'plane' && b.kind === 'plane')
    return isParallel(a, b) ? Math.abs(dot(across, a.direction)) : null
  if (a.kind === 'plane' || b.kind === 'plane') {
    const [plane, other] = a.kind === 'plane' ? [a, b] : [b, a]
    const lies = other.kind === 'point' || Math.abs(dot(plane.direction, other.direction)) < PARALLEL
    return lies ? Math.abs(dot(across, plane.direction)) : null
  }
  if (a.kind === 'line' && b.kind === 'line') {
    if (isParallel(a, b)) return length(cross(across, a.direction))
    return Math.abs(dot(across, unit(cross(a.direction, b.direction))))
  }
  const line = a.kind === 'line' ? a : b
  return length(cross(across, line.direction))
}

function isParallel(a: Datum, b: Datum): boolean {
  return length(cross(a.direction, b.direction)) < PARALLEL
}

/** Return the angle between two directions, 0 to 90°: between two planes, two lines, or a line and a plane. */
function angle(a: Datum, b: Datum): number | null {
  if (a.kind === 'point' || b.kind === 'point') return null
  const turned = (Math.acos(Math.min(1, Math.abs(dot(a.direction, b.direction)))) * 180) / Math.PI
  return a.kind === b.kind ? turned : 90 - turned
}
