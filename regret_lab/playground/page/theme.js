// Light or dark: as the system has it, until the button is pressed.

import { $ } from './dom.js'

const KEY = 'regret_lab.theme'

function remembered() {
  try { return localStorage.getItem(KEY) } catch { return null } // a file may have no storage
}

export function themeButton() {
  const root = document.documentElement
  if (remembered()) root.dataset.theme = remembered()
  $('theme').addEventListener('click', () => {
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    const next = (root.dataset.theme || system) === 'dark' ? 'light' : 'dark'
    root.dataset.theme = next
    try { localStorage.setItem(KEY, next) } catch { /* it holds for this visit */ }
  })
}
