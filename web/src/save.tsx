/** Takes the model away: in each format that the server makes, with its name, its mass and a link. */
import { useEffect, useState } from 'preact/hooks'
import { attempt } from './actions'
import { json } from './api'
import { download } from './files'
import { number } from './measure'
import { set, state, useStore } from './store'
import { T } from './text'
import type { Material, Model } from './types'

type Unit = keyof typeof T.units

/** Formats whose lengths may be in either unit. */
const UNITED = new Set(['3mf', 'stl', 'obj', 'dxf'])

/** Return where a format is loaded from: in a unit, and with the section that is shown. */
export function pathOf(format: string, model: Model, unit: Unit): string {
  const query = new URLSearchParams()
  const { section } = state.look
  if (format === 'dxf' && section) query.set('section', `${section.axis}=${section.at}`)
  if (UNITED.has(format) && unit !== 'mm') query.set('unit', unit)
  return PATHS[format]!(model) + (query.size ? `?${query}` : '')
}

const PATHS: Record<string, (model: Model) => string> = {
  step: (model) => model.model_url,
  '3mf': (model) => `${model.url}/model.3mf`,
  stl: (model) => `${model.url}/model.stl`,
  glb: (model) => `${model.url}/model.glb`,
  obj: (model) => `${model.url}/model.obj`,
  pdf: (model) => `${model.url}/model.pdf`,
  svg: (model) => model.preview_url,
  png: (model) => `${model.url}/preview.png`,
  dxf: (model) => `${model.url}/model.dxf`,
}

export function Save() {
  const { model, gone, values } = useStore()
  const [name, setName] = useState('')
  const [unit, setUnit] = useState<Unit>('mm')
  const [materials, setMaterials] = useState<Material[]>([])
  const [material, setMaterial] = useState(0)
  useEffect(() => setName(model?.model_id ?? ''), [model?.url])
  useEffect(() => attempt(json<{ materials: Material[] }>('/materials').then((found) => setMaterials(found.materials))), [])
  if (!model) return <p class="muted">{T.makeFirst}</p>
  const file = name.replace(/[^\w.-]+/g, '_') || model.model_id
  const chosen = materials[material]
  const { report } = model
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(model.model_url, location.href).href)
    set({ notice: T.copied })
  }
  return (
    <div class="save">
      {Object.keys(values).length > 0 && <p class="problem">{T.saveFirst}</p>}
      <label class="wide">
        {T.fileName}
        <input type="text" value={name} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <label class="wide">
        {T.unit} <span class="muted">{T.unitHint}</span>
        <select value={unit} onChange={(event) => setUnit(event.currentTarget.value as Unit)}>
          {Object.entries(T.units).map(([key, text]) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <ul class="formats">
        {Object.keys(PATHS).map((format) => (
          <li key={format}>
            <button type="button" disabled={gone} onClick={() => attempt(download(pathOf(format, model, unit), fileName(file, format, unit)))}>
              <strong>{T.formats[format]![0]}</strong> <span class="muted">{T.formats[format]![1]}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" disabled={gone} onClick={() => attempt(copy())}>
        {T.copyLink}
      </button>
      {report && (
        <dl>
          <dt>{T.box}</dt>
          <dd>{report.bounding_box_mm.map(number).join(' × ')} mm</dd>
          <dt>{T.volume}</dt>
          <dd>{report.volume_mm3.toLocaleString('en', { maximumFractionDigits: 2 })} mm³</dd>
          <dt>
            <label for="material">{T.material}</label>
          </dt>
          <dd>
            <select id="material" value={material} onChange={(event) => setMaterial(Number(event.currentTarget.value))}>
              {materials.map((one, index) => (
                <option key={one.name} value={index}>
                  {one.name}
                </option>
              ))}
            </select>
          </dd>
          <dt>{T.mass}</dt>
          <dd>{chosen && massText((report.volume_mm3 / 1000) * chosen.density)}</dd>
        </dl>
      )}
    </div>
  )
}

/** Return a file's name; STL and OBJ files do not say their unit, so the name does. */
export function fileName(name: string, format: string, unit: Unit): string {
  return UNITED.has(format) && unit !== 'mm' ? `${name}-${T.units[unit]}.${format}` : `${name}.${format}`
}

/** Return a mass in grams in words. */
export function massText(grams: number): string {
  return grams >= 1000 ? `${+(grams / 1000).toPrecision(4)} kg` : `${+grams.toPrecision(4)} g`
}
