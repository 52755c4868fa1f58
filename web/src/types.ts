/** What the server answers with, as far as the page uses it. */

export interface Size {
  path: string
  owner: string
  of: string
  kind: string
  name: string
  value: number | string | boolean
  unit: string
  low: number | null
  high: number | null
  derived: boolean
}

export interface Parameter {
  name: string
  value: number | string | boolean | (number | string)[]
  unit: string
  low: number | null
  high: number | null
  description: string
}

export interface Hole {
  diameter_mm: number
  count: number
  axis: string
  kind: string
  depth_mm: number | null
}

export interface Report {
  solids: number
  faces: number
  bounding_box_mm: [number, number, number]
  volume_mm3: number
  area_mm2: number
  holes: Hole[]
  notes: string[]
}

export interface Stored {
  model_id: string
  name: string
  url: string
  model_url: string
  preview_url: string
  size_bytes: number
  created_at: string
  expires_at: string
  seconds_left: number
}

export type Json = Record<string, unknown>

export interface Model extends Stored {
  title?: string
  part?: string | null
  design?: Json | null
  changes?: { path: string; sentence: string }[]
  script?: string
  parameters?: Record<string, unknown>
  parameter_details?: Parameter[]
  assumptions?: string[]
  report?: Report
  text?: string
}

export interface Reply {
  session: string
  /** The server knew no such conversation before. */
  begun: boolean
  status: string
  answer: string
  options: string[]
  model: Model | null
}

export interface Phrase {
  text: string
  kind: string
  topic: number
  lengths_mm: number[]
}

export interface PartInfo {
  name: string
  title: string
  description: string
  words: string[]
  parameters: { name: string; default: number | string | boolean; unit: string; description: string }[]
}

export interface Material {
  name: string
  density: number
}

export interface Storage {
  total_bytes: number
  removed_total: number
  next_deadline: string | null
  disk_free_bytes: number
  disk_total_bytes: number
}

export interface SweepPreview {
  removed: string[]
  removed_bytes: number
  kept: number
  leased: string[]
}
