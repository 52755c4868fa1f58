/** All that draws with three.js, in a file of its own: the page is ready for words before it is loaded. */
export { mark, pickAt } from './picking'
export { View } from './scene'
