/** The standard views: from which side the model is seen. */

export const VIEWS = {
  iso: [1, -1, 0.8],
  front: [0, -1, 0],
  back: [0, 1, 0],
  left: [-1, 0, 0],
  right: [1, 0, 0],
  top: [0, 0, 1],
  bottom: [0, 0, -1],
} as const
export type ViewName = keyof typeof VIEWS
