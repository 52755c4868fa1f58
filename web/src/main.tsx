import { render } from 'preact'
import { App } from './app'
import './page.css'

void import('./three-view') // on its way while the page is drawn; the view waits for it and says what goes wrong

render(<App />, document.getElementById('app')!)
