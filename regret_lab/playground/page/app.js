// The page: what is shown of which setting, and what happens when something is touched.

import { actions } from './actions.js'
import { $, later } from './dom.js'
import { Adversary } from './adversary.js'
import { Baked } from './baked.js'
import { buildCharts, drawCharts, seekCharts } from './charts.js'
import { buildPresets, showGuide } from './guide.js'
import { drawLine, lineKey } from './line.js'
import { readLink, writeLink } from './link.js'
import { buildPanel, showStart } from './panel.js'
import { drawPlane, planeKey } from './plane.js'
import { buildReadout, showAdvice } from './readout.js'
import { buildTools, showCommand } from './save.js'
import { Served } from './served.js'
import { get, sameGame, tidy } from './setting.js'
import { buildSweep, Sweep } from './sweep.js'
import { themeButton } from './theme.js'
import { Transport } from './transport.js'
import { Worst } from './worst.js'

// `setting` is what is wanted, `answer` what is shown: the game of `played`, maybe an older setting.
// Whatever draws takes `played` and `answer`, never one of them with `setting`.
const state = { setting: null, played: null, answer: null, ghost: null, touched: '', t: 1, schema: null, bridge: null }
const parts = { scene: null, drawn: '', readout: null, names: '' }

const mark = document.documentElement.dataset // for those who wait: has it come to rest, is the address written

const write = later(250, () => {
  if (!state.bridge.baked) writeLink(state.setting, state.t)
  mark.linked = 'yes'
})

function rest() {
  mark.linked = 'no'
  write()
}

function ask() {
  mark.rest = 'no'
  state.notice = false
  state.bridge.ask(state.setting)
  rest()
}

function show(t) {
  parts.scene?.(t)
  parts.readout?.(t)
  seekCharts(state, t)
  rest()
}

function answered(answer, asked, newest) {
  Object.assign(state, { answer, played: asked, refused: false })
  answer.losses = answer.losses.map(loss => loss || levelOf(answer))
  $('banner').hidden = !state.notice
  $('time').max = answer.horizon
  if (state.toEnd) state.t = answer.horizon
  scene()
  drawCharts(state)
  const names = JSON.stringify(Object.entries(answer.learners).map(([name, game]) => [name, Boolean(game.mhat), Boolean(game.vhat)]))
  if (names !== parts.names) Object.assign(parts, { names, readout: buildReadout(state) })
  if (newest) transport.seek(state.t)
  else transport.look()
  mark.drawn = state.bridge.asked
  if (newest) settle()
}

// Where the average loss cannot be asked at every point, dots stand on a level line.
const levelOf = ({ axes }) => ({ at: [1], values: [axes.length === 1 ? axes[0].map(() => 0) : Array.from(axes[1], () => axes[0].map(() => 0))] })

// What may wait until the sliders stand still.
const settle = later(80, () => {
  if (!state.bridge.idle) return
  if (state.answer) settled()
  mark.rest = 'yes'
})

function settled() {
  if (sameGame(state)) showStart(state, act)
  showAdvice(state, act.take)
  showCommand(state)
  syncPanel()
  if (state.refused) return
  sweep.update()
  worst.update()
  adversary.answered()
  if (state.then) transport.play(true)
  state.then = false
}

function syncPanel() {
  for (const input of document.querySelectorAll('#panel [data-where]')) {
    if (input !== document.activeElement) input.show(get(state, input.dataset.where))
  }
}

function scene() {
  const { answer } = state
  const svg = $('scene')
  const plane = answer.axes.length === 2
  const key = plane ? planeKey(state) : lineKey(state, svg)
  if (key === parts.drawn) return
  parts.drawn = key
  svg.classList.toggle('plane', plane)
  parts.scene = plane ? drawPlane(state, svg, act.start) : drawLine(state, svg)
  const target = answer.minimum ? 'The thin line is the minimum of the curve without noise.' : 'The curve is the average loss so far.'
  $('caption').textContent = plane
    ? 'The map is the average loss so far, × its lowest point: the best fixed point in hindsight. Drag the ring to start elsewhere.'
    : `Dashed: the best fixed point in hindsight. ${target}${answer.convex ? '' : ' This curve is not convex: no theorem applies, and no bound is shown.'}`
}

function load(setting, t = 1) {
  Object.assign(state, { setting: structuredClone(setting), ghost: null, touched: '', then: false, t })
  const preset = state.schema.presets.find(one => one.id === setting.preset)
  state.adversary = Boolean(preset?.adversary)
  state.toEnd = state.adversary
  transport.play(false)
  rebuild()
  ask()
}

function rebuild() {
  buildPanel(state, act)
  showGuide(state, act)
  adversary.show()
}

function complain(text) {
  $('banner').textContent = text
  $('banner').hidden = false
}

const hooks = {
  answered,
  refused(why) {
    Object.assign(state, { refused: true, then: false })
    complain(why)
    settle()
  },
  lost: () => complain('The server does not answer. Is “regret-lab playground” still running? This page asks again every second.'),
  found: () => { $('banner').hidden = true },
}

const inside = $('baked')
state.bridge = inside ? new Baked(inside.textContent, hooks) : new Served(hooks)
const transport = new Transport(state, show)
const act = actions(state, transport, { load, rebuild, ask })
const sweep = new Sweep(state, (path, value) => act.change(path, value))
const worst = new Worst(state, gradients => act.sequence(gradients))
const adversary = new Adversary(state, act)

// Show what the address asks for; say so where it asks for something that is not there.
function showLink() {
  const link = state.bridge.baked ? null : readLink()
  if (!link) return false
  try {
    load(tidy(link.setting, state.schema), link.t)
    return true
  } catch (error) {
    complain(`The link cannot be shown: ${error.message}.`)
    return false
  }
}

async function begin() {
  themeButton()
  const { schema, setting } = await state.bridge.begin()
  state.schema = schema
  buildCharts(state, t => transport.stop(t))
  buildSweep()
  buildTools(state)
  buildPresets(state, act)
  if (setting) load(setting)
  else if (!showLink()) {
    act.preset(schema.presets[0])
    state.notice = !$('banner').hidden // why the link is not shown outlasts the answer shown instead
  }
  addEventListener('hashchange', showLink)
  matchMedia('(max-width: 640px)').addEventListener('change', () => state.answer && (scene(), transport.look()))
}

begin().catch(error => complain(`The page cannot start: ${error.message}`))
