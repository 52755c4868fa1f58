/** Finds the point, edge or face under the pointer, and marks what was picked. */
import {
  Box3,
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  Points,
  PointsMaterial,
  Raycaster,
  Vector2,
  Vector3,
  type Intersection,
  type Object3D,
} from 'three'
import { ownerOf, type Edge, type Face, type Vector } from './glb'
import type { Pick } from './measure'
import { empty, type View } from './scene'

const POINT_PX = 9
const EDGE_PX = 6

/** Return what lies under a place on the canvas, in its CSS pixels: a corner before an edge before a face. */
export function pickAt(view: View, x: number, y: number): Pick | null {
  const width = view.canvas.clientWidth
  const height = view.canvas.clientHeight
  const caster = new Raycaster()
  caster.setFromCamera(new Vector2((x / width) * 2 - 1, 1 - (y / height) * 2), view.camera)
  const clipped = view.renderer.localClippingEnabled && isClipped(view)
  const hits = caster
    .intersectObjects(meshes(view), false)
    .filter((hit) => !clipped || view.clip.distanceToPoint(hit.point) >= -1e-6)
  const hit = hits[0]
  const near = nearestEdge(view, new Vector2(x, y), hit ? hit.distance : Infinity, caster.ray.origin)
  if (near) return near
  return hit ? faceOf(hit) : null
}

function isClipped(view: View): boolean {
  return meshes(view).some((mesh) => ((mesh as Mesh).material as MeshBasicMaterial).clippingPlanes?.length)
}

function meshes(view: View): Object3D[] {
  return view.model.children.flatMap((group) =>
    group.visible ? group.children.filter((one) => one instanceof Mesh && one.userData.faces) : [],
  )
}

function faceOf(hit: Intersection): Pick | null {
  const { body, faces } = hit.object.userData as { body: number; faces: Face[] }
  const face = ownerOf(faces, hit.faceIndex! * 3)
  if (!face) return null
  return { kind: 'face', body, face, point: hit.point.toArray(), middle: middleOf(hit.object as Mesh, face) }
}

/** Return the middle of the box around a face. */
function middleOf(object: Mesh, face: Face): Vector {
  const positions = object.geometry.getAttribute('position')
  const corner = new Vector3()
  const box = new Box3()
  for (const index of indices(object.geometry).subarray(face.first, face.first + face.count))
    box.expandByPoint(corner.fromBufferAttribute(positions, index))
  return box.getCenter(corner).toArray()
}

/** Return the corner or edge that is drawn within some pixels of a place, and not behind the face that is hit. */
function nearestEdge(view: View, at: Vector2, depth: number, origin: Vector3): Pick | null {
  let best: { edge: Edge; body: number; offset: Vector3; far: number; point: Vector3 } | null = null
  for (const lines of linesOf(view)) {
    const { body, edges } = lines.userData as { body: number; edges: Edge[] }
    const positions = lines.geometry.getAttribute('position')
    const index = lines.geometry.index!
    const offset = lines.parent!.position
    for (const edge of edges)
      for (let i = edge.first; i < edge.first + edge.count; i += 2) {
        const from = new Vector3().fromBufferAttribute(positions, index.getX(i)).add(offset)
        const to = new Vector3().fromBufferAttribute(positions, index.getX(i + 1)).add(offset)
        const [far, share] = farFrom(at, onScreen(view, from), onScreen(view, to))
        if (far > EDGE_PX || (best && far >= best.far)) continue
        const point = from.lerp(to, share)
        if (view.clip && isClipped(view) && view.clip.distanceToPoint(point) < -1e-6) continue
        if (point.distanceTo(origin) > depth + depth * 0.004) continue
        best = { edge, body, offset, far, point }
      }
  }
  if (!best) return null
  const { edge, body, offset, point } = best
  const end = edge.kind === 'circle' ? undefined : edge.ends.find((one) => {
    const place = onScreen(view, new Vector3(...one).add(offset))
    return place.distanceTo(at) <= POINT_PX
  })
  if (end) return { kind: 'point', body, at: end, point: end }
  return { kind: 'edge', body, edge, point: point.toArray() }
}

function linesOf(view: View): LineSegments[] {
  return view.model.children.flatMap((group) =>
    group.visible ? group.children.filter((one): one is LineSegments => one instanceof LineSegments) : [],
  )
}

export function onScreen(view: View, point: Vector3): Vector2 {
  const place = point.clone().project(view.camera)
  return new Vector2(((place.x + 1) / 2) * view.canvas.clientWidth, ((1 - place.y) / 2) * view.canvas.clientHeight)
}

/** Return how far a place is from a line, and where along it the nearest point lies, 0 to 1. */
function farFrom(at: Vector2, from: Vector2, to: Vector2): [number, number] {
  const along = to.clone().sub(from)
  const size = along.lengthSq()
  const share = size ? Math.min(1, Math.max(0, at.clone().sub(from).dot(along) / size)) : 0
  return [from.clone().addScaledVector(along, share).distanceTo(at), share]
}

/** Mark what was picked, or the faces for which a test holds (a feature that is pointed at). */
export function mark(view: View, picks: Pick[], also: (face: Face) => boolean = () => false): void {
  empty(view.overlay)
  const chosen = new Set(picks.filter((one) => one.kind === 'face').map((one) => one.face))
  for (const object of meshes(view) as Mesh[]) {
    const { faces } = object.userData as { faces: Face[] }
    for (const face of faces) if (chosen.has(face) || also(face)) markFace(view, object, face)
  }
  const edges = new Set(picks.filter((one) => one.kind === 'edge').map((one) => one.edge))
  for (const lines of linesOf(view))
    for (const edge of (lines.userData as { edges: Edge[] }).edges) if (edges.has(edge)) markEdge(view, lines, edge)
  for (const pick of picks) if (pick.kind === 'point') markPoint(view, pick.at)
  view.draw()
}

function markFace(view: View, object: Mesh, face: Face): void {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', object.geometry.getAttribute('position'))
  geometry.setIndex(new BufferAttribute(indices(object.geometry).slice(face.first, face.first + face.count), 1))
  const material = new MeshBasicMaterial({
    color: view.accent,
    transparent: true,
    opacity: 0.55,
    side: DoubleSide,
    depthWrite: false,
    clippingPlanes: (object.material as MeshBasicMaterial).clippingPlanes ?? null,
  })
  const mesh = new Mesh(geometry, material)
  mesh.position.copy(object.parent!.position)
  view.overlay.add(mesh)
}

function markEdge(view: View, lines: LineSegments, edge: Edge): void {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', lines.geometry.getAttribute('position'))
  geometry.setIndex(new BufferAttribute(indices(lines.geometry).slice(edge.first, edge.first + edge.count), 1))
  const marked = new LineSegments(geometry, new LineBasicMaterial({ color: view.accent, depthTest: false, linewidth: 3 }))
  marked.position.copy(lines.parent!.position)
  marked.renderOrder = 1000
  view.overlay.add(marked)
}

function markPoint(view: View, at: Vector): void {
  const geometry = new BufferGeometry().setFromPoints([new Vector3(...at)])
  const points = new Points(geometry, new PointsMaterial({ color: view.accent, size: 10, sizeAttenuation: false, depthTest: false }))
  points.renderOrder = 1000
  view.overlay.add(points)
}

function indices(geometry: BufferGeometry): Uint32Array {
  return geometry.index!.array as Uint32Array
}
