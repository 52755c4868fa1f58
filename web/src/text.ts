/** All English of the page, in one place. */

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

export const T = {
  name: 'Mayfly',
  tagline: 'Say what you need. It becomes a STEP file, and it is gone in 30 minutes.',

  // conversation
  conversation: 'Conversation',
  you: 'You',
  placeholder: 'plate 100 x 60 x 8 with four 6.6 mm holes in the corners, 12 mm from the edges',
  placeholderAnswer: 'Your answer',
  placeholderChange: '2 mm thicker, with a 20 mm hole in the middle; or: how heavy is it in steel?',
  message: 'Message',
  send: 'Make',
  cancel: 'Cancel',
  cancelled: 'Cancelled. Nothing was made.',
  undo: 'Undo',
  undoLong: 'Undo the last change',
  newTalk: 'New',
  newTalkLong: 'Begin a new conversation',
  options: 'Answers',
  tryOne: 'Try one of these:',
  examples: [
    'plate 100 x 60 x 8 with four 6.6 mm holes in the corners, 12 mm from the edges',
    'flange 120 mm, 16 mm thick, bore 40 mm, 6 holes of 11 mm on a 90 mm circle',
    'L bracket 60 x 40 x 30, 4 mm thick, with two 5 mm holes',
    'M10 x 40 hex bolt',
  ],
  showModel: 'Show this model',
  stages: {
    sent: 'Sent',
    planning: 'Reading the request',
    building: 'Building',
    inspecting: 'Measuring',
    published: 'Published',
  } as Record<string, string>,
  assumed: 'Assumed',
  changed: 'Changed',
  phrase: (kind: string) =>
    ({ size: 'read as a size', place: 'read as a place', remark: 'changes no shape', unread: 'not read' })[kind] ??
    `read as a ${kind.replaceAll('_', ' ')}`,
  unreachable: 'The server can’t be reached. Is it still running?',

  // view
  view: 'Model',
  canvas: 'The model in 3D. Arrow keys turn it, plus and minus zoom, F fits it into the picture, 1 to 7 choose a view.',
  noModel: 'Your model appears here.',
  noWebGl: 'This browser shows no 3D, so here is the drawing.',
  views: { iso: 'Iso', front: 'Front', back: 'Back', left: 'Left', right: 'Right', top: 'Top', bottom: 'Bottom' },
  standardViews: 'Standard views',
  tools: 'Display',
  fit: 'Fit',
  perspective: 'Perspective',
  edges: 'Edges',
  transparent: 'Transparent',
  section: 'Section',
  sectionAxis: 'Section across',
  sectionAt: 'Section at',
  flip: 'Other side',
  explode: 'Explode',
  bodies: 'Bodies',
  show: (name: string) => `Show ${name}`,
  colourOf: (name: string) => `Colour of ${name}`,
  compare: 'Before',
  compareLong: 'Show the model before the last change',
  beforeGone: 'The model before has gone already.',
  picked: 'Picked',
  clearPicks: 'Clear',
  pickHint: 'Click a face, an edge or a corner to measure it; hold Shift for a second one.',
  sayAbout: 'Say something about it',
  aboutPlaceholder: 'a 6 mm hole here',
  dark: 'Dark',
  light: 'Light',
  point: 'Point',
  edgeKinds: { line: 'Straight edge', circle: 'Round edge', curve: 'Edge' },
  faceKinds: {
    plane: 'Flat face',
    cylinder: 'Cylinder',
    cone: 'Cone',
    sphere: 'Sphere',
    torus: 'Ring face',
    surface: 'Face',
  },
  innerKinds: { cylinder: 'Hole', cone: 'Conical hole', sphere: 'Hollow sphere' } as Record<string, string>,
  diameter: 'Diameter',
  tube: 'Tube diameter',
  angle: 'Angle',
  centre: 'Centre',
  distance: 'Distance',
  nearest: 'Shortest way',
  makeToMeasure: 'make the model to measure it',
  notMeasurable: 'not to be had: the file has gaps',
  measuring: 'measuring …',

  // sizes
  tabs: { sizes: 'Sizes', script: 'Script', design: 'Design', save: 'Save' },
  panels: 'Tools',
  noSizes: 'This model has no sizes that can be moved.',
  derived: 'Sizes that follow from these',
  makeChanged: 'Make it',
  reset: 'Reset',
  draftHint: 'What you see is a draft. Make it to get the file.',
  draftUnseen: 'The drawing shows the model as it was made. Make it to see the change.',
  makeFirst: 'Make a model first.',
  loadingSizes: 'The sizes are loading …',
  loadingShape: 'Drawing …',
  yes: 'yes',

  // script and design
  script: 'script',
  editor: 'CadQuery script',
  designEditor: 'Design as JSON',
  try: 'Try',
  tryHint: 'Draws it without making a file.',
  publish: 'Make',
  loadingEditor: 'The editor is loading.',
  scriptStart:
    'import cadquery as cq\n\nlength = 60.0  # mm\nwidth = 40.0  # mm\nheight = 12.0  # mm\n\n' +
    'result = cq.Workplane().box(length, width, height).edges("|Z").fillet(4)\n',
  badJson: (reason: string) => `This is not JSON: ${reason}`,
  aDesign: 'a design',

  // save
  fileName: 'File name',
  formats: {
    step: ['STEP', 'for CAD programs, exact'],
    '3mf': ['3MF', 'for printing, with colours'],
    stl: ['STL', 'for printing'],
    glb: ['GLB', 'a mesh with colours'],
    obj: ['OBJ', 'a mesh'],
    pdf: ['PDF', 'a drawing with its sizes'],
    svg: ['SVG', 'the same drawing'],
    png: ['PNG', 'four views'],
    dxf: ['DXF', 'the outlines of the section, or of the middle'],
  } as Record<string, [string, string]>,
  material: 'Material',
  mass: 'Mass',
  volume: 'Volume',
  box: 'Size',
  unit: 'Unit',
  unitHint: 'of 3MF, STL, OBJ and DXF',
  units: { mm: 'mm', in: 'inch' },
  copyLink: 'Copy link',
  copied: 'The link is copied; it works as long as the model lives.',
  saveFirst: 'Make the changed sizes first: a file holds what was made.',

  // clock
  timeLeft: (time: string) => `${time} left`,
  clock: 'Remaining life',
  keep: 'Keep 30 min longer',
  delete: 'Delete',
  gone: 'This model is gone.',
  goneLong: 'Its file was deleted, as every file here. What it was made from is still on this page.',
  makeAgain: 'Make it again',
  stored: 'Stored models',
  storedCount: (count: number, size: string) => `${plural(count, 'model')}, ${size}`,
  nextGoes: (time: string) => `The next one goes in ${time}.`,
  removedTotal: (count: number) => `${plural(count, 'model')} removed so far.`,
  diskFree: (size: string) => `${size} free on the disk.`,
  noModels: 'Nothing is stored.',
  open: 'Open',
  openOne: (name: string) => `Open ${name}`,
  keepOne: (name: string) => `Keep ${name} 30 minutes longer`,
  deleteOne: (name: string) => `Delete ${name}`,
  sweep: 'Sweep now …',
  sweepNothing: 'A sweep would remove nothing: no model’s time is up.',
  sweepWould: (count: number, size: string) => `A sweep would remove ${plural(count, 'model')} (${size}):`,
  sweepNow: 'Remove them',
  swept: 'Swept.',

  // the rest
  parts: 'Parts',
  partsTitle: 'Parts of the catalogue',
  search: 'Search',
  noPart: 'No part of that name.',
  close: 'Close',
  openFile: 'Open file',
  dropHere: 'Drop a STEP file or a script',
  onlyStepOrScript: 'Only STEP files (.step, .stp) and scripts (.py) can be opened.',
  token: 'Token',
  tokenTitle: 'This server wants its token',
  tokenHint: 'It is kept in the memory of this page only.',
  ok: 'OK',
  docs: 'HTTP reference',
  dismiss: 'Dismiss',
}

/** Return a time in words: "29:58", or hours before it. */
export function timeText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
  return hours ? `${hours}:${rest}` : rest
}

export function bytesText(bytes: number): string {
  for (const [unit, size] of [['GB', 1e9], ['MB', 1e6], ['kB', 1e3]] as const)
    if (bytes >= size) return `${(bytes / size).toFixed(bytes < 10 * size ? 1 : 0)} ${unit}`
  return `${bytes} B`
}
