/** Reads the server's binary glTF: one part a node with a mesh, triangles by colour, edges as lines; mm, Z up. */

export type Vector = [number, number, number]

/** A face's exact geometry, with the indices of its triangles. */
export interface Face {
  /** Its number in the body, by which the server knows it; none where the file had to be repaired to be shown. */
  number?: number
  first: number
  count: number
  kind: 'plane' | 'cylinder' | 'cone' | 'sphere' | 'torus' | 'surface'
  area: number
  at?: Vector
  normal?: Vector
  axis?: Vector
  diameter?: number
  tube?: number
  angle?: number
  inner?: boolean
}

/** An edge's exact geometry, with the indices of its line. */
export interface Edge {
  number?: number
  first: number
  count: number
  kind: 'line' | 'circle' | 'curve'
  length: number
  ends: [Vector, Vector]
  at?: Vector
  axis?: Vector
  diameter?: number
}

export interface Triangles {
  positions: Float32Array
  normals: Float32Array
  indices: Uint32Array
  colour: Vector
  opacity: number
  faces: Face[]
}

export interface Lines {
  positions: Float32Array
  indices: Uint32Array
  edges: Edge[]
}

export interface Part {
  /** What tells it from all others: the names down to it, and a number where these are the same. */
  id: string
  name: string
  /** The names of the assemblies that it belongs to, the outermost first; without the model itself. */
  path: string[]
  /** Its number, by which the server knows it. */
  body: number
  triangles: Triangles[]
  lines: Lines | null
}

/** What was measured on the whole of a draft. */
export interface Measures {
  volume_mm3: number
  low: Vector
  high: Vector
}

export interface Shape {
  parts: Part[]
  measures: Measures | null
}

interface Node {
  name?: string
  mesh?: number
  children?: number[]
  extras?: Measures
}

interface Document {
  nodes: Node[]
  scenes: { nodes: number[] }[]
  meshes: { primitives: Primitive[] }[]
  materials: { pbrMetallicRoughness: { baseColorFactor: number[] } }[]
  accessors: { bufferView: number; componentType: number; count: number; type: string }[]
  bufferViews: { byteOffset?: number }[]
}

interface Primitive {
  attributes: { POSITION: number; NORMAL?: number }
  indices: number
  material: number
  mode: number
  extras?: { faces?: Face[]; edges?: Edge[]; body?: number }
}

const MAGIC = 0x46546c67
const TRIANGLES = 4
const FLOAT = 5126

/** Return the parts of a GLB; its matrix, which turns to metres and Y up, is ignored. */
export function readGlb(glb: ArrayBuffer): Shape {
  const head = new DataView(glb)
  if (glb.byteLength < 28 || head.getUint32(0, true) !== MAGIC) throw new Error('not a GLB')
  const length = head.getUint32(12, true)
  const document = JSON.parse(new TextDecoder().decode(new Uint8Array(glb, 20, length))) as Document
  const start = 20 + length + 8
  const array = (number: number): Float32Array | Uint32Array => {
    const accessor = document.accessors[number]!
    const size = accessor.count * (accessor.type === 'VEC3' ? 3 : 1)
    const at = start + (document.bufferViews[accessor.bufferView]!.byteOffset ?? 0)
    return accessor.componentType === FLOAT ? new Float32Array(glb, at, size) : new Uint32Array(glb, at, size)
  }
  const parts: Part[] = []
  const used = new Map<string, number>()
  const walk = (number: number, path: string[]) => {
    const node = document.nodes[number]!
    const name = node.name ?? 'part'
    if (node.mesh !== undefined) {
      const whole = [...path.slice(1), name].join(' / ')
      const before = used.get(whole) ?? 0
      used.set(whole, before + 1)
      const id = before ? `${whole} #${before + 1}` : whole
      parts.push(readPart({ id, name, path: path.slice(1) }, document.meshes[node.mesh]!.primitives, document, array))
    }
    for (const child of node.children ?? []) walk(child, [...path, name])
  }
  for (const root of document.scenes[0]?.nodes ?? [0]) walk(root, [])
  return { parts, measures: document.nodes.find((node) => node.extras)?.extras ?? null }
}

function readPart(
  named: Pick<Part, 'id' | 'name' | 'path'>,
  primitives: Primitive[],
  document: Document,
  array: (number: number) => Float32Array | Uint32Array,
): Part {
  const part: Part = { ...named, body: 0, triangles: [], lines: null }
  for (const primitive of primitives) {
    part.body = primitive.extras?.body ?? part.body
    const positions = array(primitive.attributes.POSITION) as Float32Array
    const indices = array(primitive.indices) as Uint32Array
    if (primitive.mode !== TRIANGLES) {
      part.lines = { positions, indices, edges: primitive.extras?.edges ?? [] }
      continue
    }
    const [red = 0, green = 0, blue = 0, opacity = 1] =
      document.materials[primitive.material]!.pbrMetallicRoughness.baseColorFactor
    part.triangles.push({
      positions,
      normals: array(primitive.attributes.NORMAL!) as Float32Array,
      indices,
      colour: [red, green, blue],
      opacity,
      faces: primitive.extras?.faces ?? [],
    })
  }
  return part
}

/** Return the face or edge that owns an index. */
export function ownerOf<T extends { first: number; count: number }>(rows: T[], index: number): T | null {
  return rows.find((row) => index >= row.first && index < row.first + row.count) ?? null
}

/** Return the box around all parts, as its least and its greatest corner. */
export function boxOf(shape: Shape): [Vector, Vector] {
  const low: Vector = [Infinity, Infinity, Infinity]
  const high: Vector = [-Infinity, -Infinity, -Infinity]
  for (const { positions } of shape.parts.flatMap((part) => part.triangles))
    for (let i = 0; i < positions.length; i++) {
      const axis = i % 3
      low[axis] = Math.min(low[axis]!, positions[i]!)
      high[axis] = Math.max(high[axis]!, positions[i]!)
    }
  return [low, high]
}
