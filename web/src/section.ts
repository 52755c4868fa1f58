/** Closes a cut model where the plane cuts it: the stencil counts faces in front of and behind each pixel. */
import {
  AlwaysStencilFunc,
  BackSide,
  DecrementWrapStencilOp,
  FrontSide,
  type Group,
  IncrementWrapStencilOp,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  NotEqualStencilFunc,
  type Plane,
  PlaneGeometry,
  ReplaceStencilOp,
  type Side,
  type StencilOp,
  Vector3,
} from 'three'

export interface Capped {
  stencils: Mesh[]
  face: Mesh
  place: (plane: Plane, centre: Vector3) => void
}

/**
 * Return what closes one part.
 *
 * @param part - The part's meshes.
 * @param plane - What cuts it.
 * @param number - The part's number: each part is counted and closed before the next one.
 * @param size - Side of the square that closes it, in mm.
 * @param colour - Of the cut face.
 */
export function capOf(part: Group, plane: Plane, number: number, size: number, colour: number): Capped {
  const order = number * 3 + 1
  const stencils = part.children
    .filter((one): one is Mesh => one instanceof Mesh)
    .flatMap((one) => [
      counted(one, plane, BackSide, IncrementWrapStencilOp, order),
      counted(one, plane, FrontSide, DecrementWrapStencilOp, order),
    ])
  const face = new Mesh(
    new PlaneGeometry(size, size),
    new MeshLambertMaterial({
      color: colour,
      side: 2,
      stencilWrite: true,
      stencilRef: 0,
      stencilFunc: NotEqualStencilFunc,
      stencilFail: ReplaceStencilOp,
      stencilZFail: ReplaceStencilOp,
      stencilZPass: ReplaceStencilOp,
    }),
  )
  face.renderOrder = order + 1
  face.onAfterRender = (renderer) => renderer.clearStencil()
  const place = (cut: Plane, centre: Vector3) => {
    cut.projectPoint(centre, face.position)
    face.lookAt(face.position.clone().sub(cut.normal))
  }
  return { stencils, face, place }
}

function counted(mesh: Mesh, plane: Plane, side: Side, operation: StencilOp, order: number): Mesh {
  const material = new MeshBasicMaterial({
    side,
    colorWrite: false,
    depthWrite: false,
    depthTest: false,
    stencilWrite: true,
    stencilFunc: AlwaysStencilFunc,
    stencilFail: operation,
    stencilZFail: operation,
    stencilZPass: operation,
    clippingPlanes: [plane],
  })
  const copy = new Mesh(mesh.geometry, material)
  copy.renderOrder = order
  copy.raycast = () => undefined
  return copy
}
