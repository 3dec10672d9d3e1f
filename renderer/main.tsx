import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connectCockpit } from './client/connect.ts'
import { App } from './views/app.tsx'

const root = createRoot(document.getElementById('root')!)

const connection = await connectCockpit(window).catch(() => ({
  ok: false as const,
  sentence: 'The cockpit cannot be reached. Start it again with `npm start`, and open the address it prints.',
}))

root.render(
  <StrictMode>
    {connection.ok ? <App client={connection.client} desktop={connection.desktop} /> : <p>{connection.sentence}</p>}
  </StrictMode>,
)
