/** Reads the server's binary glTF: one part a node with a mesh, triangles by colour, edges as lines; mm, Z up. */

export type Vector = [number, number, number]

/** A face's exact geometry, with the indices of its triangles. */
export interface Face {
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
  name: string
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

interface Document {
  nodes: { name?: string; mesh?: number; extras?: Measures }[]
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
  extras?: { faces?: Face[]; edges?: Edge[] }
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
  const parts = document.nodes
    .filter((node) => node.mesh !== undefined)
    .map((node) => readPart(node.name ?? 'part', document.meshes[node.mesh!]!.primitives, document, array))
  return { parts, measures: document.nodes.find((node) => node.extras)?.extras ?? null }
}

function readPart(
  name: string,
  primitives: Primitive[],
  document: Document,
  array: (number: number) => Float32Array | Uint32Array,
): Part {
  const part: Part = { name, triangles: [], lines: null }
  for (const primitive of primitives) {
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
