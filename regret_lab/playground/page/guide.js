// Scenarios: a question, and what to try, point by point.

import { $, make } from './dom.js'

export function buildPresets(state, act) {
  const buttons = state.schema.presets.map(preset => make('button', {
    type: 'button', 'data-preset': preset.id, onclick: () => act.preset(preset),
  }, preset.title))
  if (!state.bridge.baked) buttons.push(make('button', { type: 'button', 'data-preset': 'free', onclick: act.free }, 'Free play'))
  $('presets').replaceChildren(...(state.bridge.baked ? [] : buttons))
}

export function showGuide(state, act) {
  const preset = state.schema.presets.find(one => one.id === state.setting.preset)
  for (const button of $('presets').children) {
    const on = button.dataset.preset === (preset ? preset.id : 'free')
    button.setAttribute('aria-current', on ? 'true' : 'false')
  }
  $('question').textContent = preset ? preset.question : 'Any problem of one or two coordinates, any learners: what do you want to know?'
  const hints = preset && !state.bridge.baked ? preset.hints : []
  $('hints').replaceChildren(...hints.map(hint => make('li', {},
    make('button', { type: 'button', class: 'hint', onclick: () => act.hint(hint) }, hint.text))))
  $('hints').hidden = !hints.length
  $('search').hidden = !(preset && preset.search)
}
