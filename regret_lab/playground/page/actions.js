// What a visitor can do: each act changes the setting, and asks Python to play it.

import { $, announce } from './dom.js'
import { buildPanel } from './panel.js'
import { addLearner, chooseProblem, put, sameGame } from './setting.js'

// `page` offers load(setting), rebuild() and ask().
export function actions(state, transport, page) {
  // Touching another control makes a ghost of what is there now, to compare with.
  function touch(path) {
    if (path === state.touched) return
    state.touched = path
    state.ghost = state.adversary ? null : known()
  }

  // The answer that is shown, unless it is one to another game than the one that is wanted.
  function known() { return sameGame(state) ? state.answer : null }

  const act = {
    change(path, value) {
      touch(path)
      if (state.bridge.baked) state.bridge.reset(state.setting, path)
      put(state.setting, path, value, known()?.start)
      page.ask()
    },
    take(label, values) {
      touch('take')
      for (const [name, value] of Object.entries(values)) put(state.setting, `${label}.${name}`, value)
      page.ask()
    },
    // Every hint starts from the scenario as it was; a sequence that was searched is kept.
    hint(hint) {
      const preset = state.schema.presets.find(one => one.id === state.setting.preset)
      const base = structuredClone({ preset: preset.id, ...preset.setting })
      if (preset.search) base.problem = state.setting.problem
      touch(hint.text)
      transport.play(false)
      const other = base.problem.name !== state.setting.problem.name || hint.change.problem
      state.setting = base
      if (hint.t) state.t = hint.t
      for (const [path, value] of Object.entries(hint.change)) put(base, path, value, known()?.start)
      const seen = [...document.querySelectorAll('[data-advice]')].map(place => place.dataset.advice)
      if (other || String(seen) !== String(base.learners.map(one => one.label))) buildPanel(state, act)
      state.then = hint.run
      page.ask()
      announce(hint.text)
    },
    start(point) {
      if (!known()) return // the ring of a game on its way out
      touch('start')
      state.setting.start = point
      page.ask()
    },
    preset: preset => page.load({ preset: preset.id, ...preset.setting }),
    free() {
      delete state.setting.preset
      Object.assign(state, { adversary: false, toEnd: false })
      page.rebuild()
      page.ask()
    },
    problem(name) {
      chooseProblem(state.setting, name)
      state.ghost = null
      act.free() // the scenario's question was about another problem
    },
    add(name) {
      addLearner(state.setting, state.schema, name)
      buildPanel(state, act)
      $('add')?.focus() // a new button in the place of the one that was pressed
      page.ask()
    },
    remove(label) {
      state.setting.learners = state.setting.learners.filter(learner => learner.label !== label)
      buildPanel(state, act)
      page.ask()
    },
    slopes(list) {
      if (!list.length) return
      state.setting.problem.values = { ...state.setting.problem.values, gradients: list }
      state.setting.horizon = list.length
      page.ask()
    },
    sequence(gradients) {
      touch('search')
      state.setting.problem = { name: 'periodic', values: { gradients } }
      page.ask()
    },
  }
  return act
}
