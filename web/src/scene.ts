/** The three-dimensional view: three.js with a thin layer of our own, fed by our GLB. Z is up, lengths are mm. */
import {
  AmbientLight,
  Box3,
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  DoubleSide,
  Group,
  HemisphereLight,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshLambertMaterial,
  Object3D,
  OrthographicCamera,
  PerspectiveCamera,
  Plane,
  Scene,
  Sphere,
  Vector3,
  WebGLRenderer,
} from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { boxOf, type Part, type Shape, type Triangles, type Vector } from './glb'
import { capOf, type Capped } from './section'
import type { Look } from './store'
import { VIEWS, type ViewName } from './views'

const THEMES = {
  light: { ground: 0xf3f5f8, edge: 0x1c2633, accent: 0x0b7a75 },
  dark: { ground: 0x15181d, edge: 0x07090c, accent: 0x4fd1c5 },
}
const VIEW_ANGLE = 35

export class View {
  readonly scene = new Scene()
  readonly renderer: WebGLRenderer
  camera: OrthographicCamera | PerspectiveCamera
  readonly model = new Group()
  readonly overlay = new Group()
  readonly clip = new Plane(new Vector3(-1, 0, 0), 0)
  private readonly ortho = new OrthographicCamera()
  private readonly perspective = new PerspectiveCamera(VIEW_ANGLE)
  private readonly controls: OrbitControls
  private readonly ghost = new Group()
  private readonly sun = new DirectionalLight(0xffffff, 2.3)
  private readonly sizes: ResizeObserver
  private caps: Capped[] = []
  private radius = 1
  private centre = new Vector3()
  private shape: Shape | null = null
  private look: Look | null = null
  private theme = THEMES.light
  private waiting = 0
  /** What is not shown any more: freed once the next is drawn, since its shaders are compiled anew else. */
  private past: Object3D[] = []

  /** Begin to draw on a canvas; raises where there is no WebGL. */
  constructor(readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext('webgl2', { antialias: true, stencil: true, preserveDrawingBuffer: true })
    if (!context) throw new Error('no WebGL')
    this.renderer = new WebGLRenderer({ canvas, context, stencil: true })
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2))
    this.renderer.localClippingEnabled = true
    this.camera = this.ortho
    for (const camera of [this.ortho, this.perspective]) camera.up.set(0, 0, 1)
    this.controls = new OrbitControls(this.camera, canvas)
    this.controls.addEventListener('change', () => this.draw())
    this.scene.add(new AmbientLight(0xffffff, 0.55), new HemisphereLight(0xffffff, 0x5d6b7a, 0.9), this.sun)
    this.scene.add(this.model, this.ghost, this.overlay)
    this.sizes = new ResizeObserver(() => this.resize())
    this.sizes.observe(canvas.parentElement ?? canvas)
  }

  dispose(): void {
    this.sizes.disconnect()
    this.controls.dispose()
    this.renderer.dispose()
  }

  get accent(): number {
    return this.theme.accent
  }

  setTheme(dark: boolean): void {
    this.theme = dark ? THEMES.dark : THEMES.light
    this.scene.background = new Color(this.theme.ground)
    if (this.shape && this.look) this.show(this.shape, this.look)
    this.draw()
  }

  /** Put a shape in place; the camera stays, except for the first one or one of quite another size. */
  show(shape: Shape, look: Look): void {
    const [low, high] = boxOf(shape)
    const ball = new Box3(new Vector3(...low), new Vector3(...high)).getBoundingSphere(new Sphere())
    const first = !this.shape || ball.radius > this.radius * 2.5 || ball.radius < this.radius / 2.5
    this.shape = shape
    this.look = look
    this.centre = ball.center
    if (first) this.radius = ball.radius || 1
    this.past.push(...this.model.children)
    this.model.clear()
    this.caps = []
    shape.parts.forEach((part, number) => this.model.add(this.partOf(part, number, look)))
    this.setSection(look)
    this.usePerspective(look.perspective)
    if (first) this.turn('iso')
    this.draw()
  }

  /** Show another shape as a faint one over the model, or none. */
  showGhost(shape: Shape | null): void {
    empty(this.ghost)
    const material = new MeshLambertMaterial({ color: this.theme.accent, transparent: true, opacity: 0.25, depthWrite: false })
    for (const rows of shape?.parts ?? [])
      for (const one of rows.triangles) this.ghost.add(new Mesh(geometryOf(one), material))
    this.draw()
  }

  private partOf(part: Part, number: number, look: Look): Group {
    const group = new Group()
    group.visible = !look.hidden.includes(part.id)
    group.position.copy(this.explodedBy(part, look.explode))
    const planes = look.section ? [this.clip] : []
    for (const one of part.triangles) {
      const own = look.colours[part.id]
      const colour = own ? new Color(own) : new Color().setRGB(...one.colour)
      const opacity = look.transparent ? Math.min(0.45, one.opacity) : one.opacity
      const mesh = new Mesh(
        geometryOf(one),
        new MeshLambertMaterial({
          color: colour,
          side: DoubleSide,
          transparent: opacity < 1,
          opacity,
          depthWrite: opacity >= 1,
          clippingPlanes: planes,
          polygonOffset: true,
          polygonOffsetFactor: 1,
          polygonOffsetUnits: 1,
        }),
      )
      mesh.userData = { body: part.body, faces: one.faces }
      group.add(mesh)
    }
    if (look.section && group.visible) {
      const cap = capOf(group, this.clip, number, this.radius * 4, this.theme.accent)
      this.caps.push(cap)
      group.add(...cap.stencils)
      this.model.add(cap.face)
    }
    if (part.lines && look.edges) {
      const geometry = new BufferGeometry()
      geometry.setAttribute('position', new BufferAttribute(part.lines.positions, 3))
      geometry.setIndex(new BufferAttribute(part.lines.indices, 1))
      const lines = new LineSegments(geometry, new LineBasicMaterial({ color: this.theme.edge, clippingPlanes: planes }))
      lines.userData = { body: part.body, edges: part.lines.edges }
      group.add(lines)
    }
    return group
  }

  /** Return how far a part moves out of the middle in an exploded view. */
  private explodedBy(part: Part, explode: number): Vector3 {
    if (!explode) return new Vector3()
    const [low, high] = boxOf({ parts: [part], measures: null })
    const middle = new Vector3(...low).add(new Vector3(...high)).multiplyScalar(0.5)
    return middle.sub(this.centre).multiplyScalar(explode)
  }

  private setSection(look: Look): void {
    if (!look.section) return
    const { axis, at, flipped } = look.section
    const side = flipped ? 1 : -1
    this.clip.normal.set(Number(axis === 'x'), Number(axis === 'y'), Number(axis === 'z')).multiplyScalar(side)
    this.clip.constant = -side * at
    for (const cap of this.caps) cap.place(this.clip, this.centre)
  }

  private usePerspective(wanted: boolean): void {
    const next = wanted ? this.perspective : this.ortho
    if (next === this.camera) return
    next.position.copy(this.camera.position)
    next.quaternion.copy(this.camera.quaternion)
    this.camera = next
    this.controls.object = next
    this.resize()
  }

  /** Look from one of the standard sides, with all of the model in the picture. */
  turn(name: ViewName): void {
    const [low, high] = this.shape ? boxOf(this.shape) : ([[-1, -1, -1], [1, 1, 1]] as [Vector, Vector])
    const ball = new Box3(new Vector3(...low), new Vector3(...high)).getBoundingSphere(new Sphere())
    this.radius = (ball.radius || 1) * (1 + (this.look?.explode ?? 0))
    this.controls.target.copy(ball.center)
    const away = this.radius / Math.sin((VIEW_ANGLE * Math.PI) / 360)
    const side = new Vector3(...VIEWS[name]).normalize()
    // Straight from above, X goes to the right and Y up.
    if (name === 'top' || name === 'bottom') side.y -= 1e-4 * Math.sign(side.z)
    this.camera.position.copy(ball.center).addScaledVector(side, away * 1.1)
    for (const camera of [this.ortho, this.perspective]) camera.zoom = 1
    this.resize()
    this.controls.update()
    this.draw()
  }

  fit(): void {
    const away = this.camera.position.clone().sub(this.controls.target).normalize()
    this.turn('iso')
    this.camera.position.copy(this.controls.target).addScaledVector(away, this.camera.position.distanceTo(this.controls.target))
    this.controls.update()
    this.draw()
  }

  /** Turn and zoom by the keyboard: angles in radians, a factor for the zoom. */
  move(around: number, up: number, zoom = 1): void {
    const from = this.camera.position.clone().sub(this.controls.target)
    from.applyAxisAngle(new Vector3(0, 0, 1), around)
    const level = new Vector3().crossVectors(from, new Vector3(0, 0, 1)).normalize()
    const next = from.clone().applyAxisAngle(level, up)
    const height = next.clone().normalize().z
    if (Math.abs(height) < 0.999) from.copy(next)
    this.camera.position.copy(this.controls.target).add(from)
    this.camera.zoom = Math.min(40, Math.max(0.1, this.camera.zoom * zoom))
    this.camera.updateProjectionMatrix()
    this.controls.update()
    this.draw()
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement ?? this.canvas
    if (!width || !height) return
    this.renderer.setSize(width, height, false)
    const half = this.radius * 1.12 * Math.max(1, height / width)
    const aspect = width / height
    Object.assign(this.ortho, { left: -half * aspect, right: half * aspect, top: half, bottom: -half })
    this.perspective.aspect = aspect
    for (const camera of [this.ortho, this.perspective]) {
      camera.near = this.radius * 0.02
      camera.far = this.radius * 40
      camera.updateProjectionMatrix()
    }
    this.draw()
  }

  /** Draw soon: at most once a frame. */
  draw(): void {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => this.drawNow())
  }

  drawNow(): void {
    cancelAnimationFrame(this.waiting)
    this.waiting = 0
    this.camera.updateMatrixWorld()
    // From above the left shoulder, so that faces that meet have different shades.
    const across = new Vector3().setFromMatrixColumn(this.camera.matrixWorld, 0).multiplyScalar(-0.45)
    const up = new Vector3().setFromMatrixColumn(this.camera.matrixWorld, 1).multiplyScalar(0.75)
    const away = this.camera.position.distanceTo(this.controls.target)
    this.sun.position.copy(this.camera.position).addScaledVector(across.add(up), away)
    this.sun.target.position.copy(this.controls.target)
    this.sun.target.updateMatrixWorld()
    this.renderer.render(this.scene, this.camera)
    this.past.splice(0).forEach(free)
    this.canvas.dataset.drawn = String(Number(this.canvas.dataset.drawn ?? 0) + 1)
  }
}

function geometryOf(one: Triangles): BufferGeometry {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(one.positions, 3))
  geometry.setAttribute('normal', new BufferAttribute(one.normals, 3))
  geometry.setIndex(new BufferAttribute(one.indices, 1))
  return geometry
}

/** Remove all that is in a group, and free what it takes on the graphics card. */
export function empty(group: Group): void {
  free(group)
  group.clear()
}

function free(object: Object3D): void {
  object.traverse((one) => {
    if (one instanceof Mesh || one instanceof LineSegments) {
      one.geometry.dispose()
      for (const material of [one.material].flat()) material.dispose()
    }
  })
}
