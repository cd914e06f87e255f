// The composer while one types: counts as the server counts, the preview at once, and words kept in this browser
// until the server has them. The server's answer takes the place of all of it; nothing here decides anything.
import { counter } from './counting.js'
import { inReadersDigits } from './digits.js'

const SHOW = 150
const HEARD = 1000
const KEEP = 300
const OLDEST = 7 * 24 * 3600 * 1000
const later = (pause, work) => { let timer; return () => { clearTimeout(timer); timer = setTimeout(work, pause) } }

const form = document.getElementById('composer')
const text = form?.querySelector('textarea[name="text"]')
const preview = document.getElementById('preview')
const rooms = JSON.parse(document.getElementById('rooms')?.textContent || '{}')
const known = counter()

const boxes = () => [...form.querySelectorAll('input[name="accounts"]')]
const chosen = () => boxes().filter((box) => box.checked || box.type === 'hidden').map((box) => box.value)
const ownOf = (account) => form.querySelector(`textarea[name="own-${account}"]`)
const saidOn = (account) => (ownOf(account)?.value.trim() ? ownOf(account).value : text.value)
const threadOf = (account) => form.querySelector(`input[name="threads"][value="${account}"]`)
const nameOf = (box) => document.querySelector(`label[for="${box.id}"]`)?.textContent.trim() || ''

// How long the words are on each chosen account, seen at once and heard when the typing pauses.
function count() {
  if (!known) return
  const long = new Set()
  const named = new Map(boxes().map((box) => [box.value, nameOf(box)]))
  for (const list of form.querySelectorAll('[data-counts]')) {
    const area = document.getElementById(list.dataset.counts)
    const owner = area.name.startsWith('own-') ? area.name.slice(4) : ''
    const accounts = owner ? (area.value.trim() && chosen().includes(owner) ? [owner] : [])
      : chosen().filter((account) => !ownOf(account)?.value.trim())
    const words = known.normal(area.value)
    const lines = accounts.flatMap((account) => (rooms[account] || []).map(([by, most, what]) => {
      const length = known.measures[by](words)
      if (length > most) long.add(account)
      return { over: length > most && !threadOf(account)?.checked, said: `${accounts.length > 1 ? `${named.get(account)}: ` : ''}${inReadersDigits(length)} / ${inReadersDigits(most)} ${what}` }
    }))
    list.hidden = !lines.length
    list.replaceChildren(...lines.map(({ over, said }) => {
      const line = document.createElement('li')
      line.className = over ? 'sg-count sg-count--over' : 'sg-count'
      line.textContent = said
      return line
    }))
  }
  offerThreads(long)
}

// A thread is offered where the words are too long for one post.
function offerThreads(long) {
  const offered = [...form.querySelectorAll('input[name="threads"]')]
  for (const box of offered) box.parentElement.hidden = !(box.checked || (long.has(box.value) && chosen().includes(box.value)))
  const group = offered[0]?.closest('.govuk-form-group')
  if (group) group.hidden = offered.every((box) => box.parentElement.hidden)
}

// The words stand in the preview before the server has looked at them; its answer brings the marks.
function show() {
  for (const part of preview.querySelectorAll('[data-words-of]')) {
    const words = saidOn(part.dataset.wordsOf).trim()
    const paragraphs = words.split(/\n{2,}/).map((said) => {
      const paragraph = document.createElement('p')
      said.split('\n').forEach((line, place) => paragraph.append(...(place ? [document.createElement('br')] : []), line))
      return paragraph
    })
    if (part.textContent.trim() !== words) part.replaceChildren(...paragraphs)
  }
}

// Other words are asked for only of the chosen accounts.
function unfold() {
  const accounts = chosen()
  for (const part of form.querySelectorAll('[data-own]')) {
    part.hidden = accounts.length < 2 || !accounts.includes(part.dataset.own)
  }
}

// ——— Words that have not reached the server ———
const key = form?.querySelector('input[name="key"]')?.value
const offer = document.getElementById('found-here')
const place = key && offer ? `sanglap:${offer.dataset.keeper}:${key}` : ''

function stored(work) {
  try { return work(window.localStorage) } catch { return null } // no room, or forbidden: the page itself still has them
}
function typed() {
  const fields = [...form.querySelectorAll('textarea, input[name="day"], input[name="hour"]')]
  return fields.filter((field) => field.name && field.value).map((field) => [field.name, fields.filter((one) => one.name === field.name).indexOf(field), field.value])
}
const keepHere = later(KEEP, () => place && stored((store) => store.setItem(place, JSON.stringify({ at: Date.now(), seen: form.querySelector('input[name="seen"]')?.value || '', fields: typed() }))))
let asked = ''
const forget = () => place && stored((store) => store.removeItem(place))

function sweep() {
  stored((store) => {
    for (const name of Object.keys(store).filter((one) => one.startsWith('sanglap:'))) {
      let at = 0
      try { at = JSON.parse(store.getItem(name)).at } catch { /* no words of ours */ }
      if (Date.now() - at > OLDEST) store.removeItem(name)
    }
  })
}

function offerKept() {
  const kept = place && stored((store) => JSON.parse(store.getItem(place)))
  if (!kept) return
  const differs = kept.fields.some(([name, number, value]) => (form.querySelectorAll(`[name="${name}"]`)[number]?.value ?? '').trim() !== value.trim())
  if (!differs) { forget(); return }
  offer.querySelector('[data-at]').textContent = new Date(kept.at).toLocaleString(document.documentElement.lang)
  offer.querySelector('[data-words]').textContent = (kept.fields.find(([name]) => name === 'text')?.[2] || '').slice(0, 300)
  offer.hidden = false
  offer.querySelector('[data-take]').addEventListener('click', () => {
    for (const [name, number, value] of kept.fields) {
      const field = form.querySelectorAll(`[name="${name}"]`)[number]
      if (field) { field.value = value; field.closest('details')?.setAttribute('open', '') }
    }
    offer.hidden = true
    text.dispatchEvent(new Event('input', { bubbles: true }))
    text.focus()
  })
  offer.querySelector('[data-drop]').addEventListener('click', () => { forget(); offer.hidden = true; text.focus() })
}

if (form && text && preview) {
  const shownSoon = later(SHOW, () => { count(); show() })
  const heardSoon = later(HEARD, () => {
    const heard = document.getElementById('heard-count')
    const list = form.querySelector(`[data-counts="${text.id}"]`)
    if (heard && list) heard.textContent = [...list.children].map((line) => line.textContent).join(', ')
  })
  form.addEventListener('input', () => { shownSoon(); heardSoon(); keepHere() })
  form.addEventListener('change', () => { unfold(); count(); keepHere() })
  sweep()
  offerKept()
  unfold()
  count()
  document.addEventListener('htmx:configRequest', (event) => {
    if (event.detail.elt === preview) asked = JSON.stringify(typed())
  })
  // The server has what was sent; what was typed since is still only here.
  document.addEventListener('htmx:afterRequest', (event) => {
    const kept = event.detail.elt === preview && event.detail.successful && event.detail.xhr.getResponseHeader('X-Kept')
    if (kept && asked === JSON.stringify(typed())) forget()
    if (kept) show()
  })
  // A line that is back is used at once.
  window.addEventListener('online', () => text.dispatchEvent(new Event('input', { bubbles: true })))
  form.addEventListener('submit', (event) => {
    if (navigator.onLine) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const lost = document.getElementById('lost')
    if (lost) { lost.hidden = false; lost.scrollIntoView({ block: 'center' }) }
  }, true)
}

window.sanglapCounter = counter
